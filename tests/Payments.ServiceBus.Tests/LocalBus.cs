using Azure.Messaging.ServiceBus;
using LocalServiceBus;

namespace Payments.ServiceBus.Tests;

/// <summary>A Service Bus of a test's own, with the queues of infra/, and the genuine client connected to it.</summary>
internal sealed class LocalBus : IAsyncDisposable
{
    /// <summary>How long an empty queue is looked at; what is there comes at once.</summary>
    public static readonly TimeSpan Briefly = TimeSpan.FromSeconds(1);

    private readonly LocalServiceBusServer _server;

    private LocalBus(LocalServiceBusServer server)
    {
        _server = server;
        Client = new ServiceBusClient(server.ConnectionString, ServiceBusRegistration.CreateOptions());
    }

    public ServiceBusClient Client { get; }

    public static async Task<LocalBus> StartAsync()
    {
        var queues = Path.Combine(AppContext.BaseDirectory, "servicebus.emulator.json");
        return new LocalBus(await LocalServiceBusServer.StartAsync(
            new LocalServiceBusOptions { Configuration = await File.ReadAllTextAsync(queues) }));
    }

    /// <summary>Ends the server, and not the client.</summary>
    public ValueTask StopAsync() => _server.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await StopAsync();
    }
}
