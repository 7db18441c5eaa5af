using Azure.Messaging.ServiceBus;
using LocalServiceBus;

namespace Payments.ServiceBus.Tests;

/// <summary>
/// A local Service Bus for one test, with the queues of infra/ and the genuine client connected to it.
/// </summary>
internal sealed class LocalBus : IAsyncDisposable
{
    /// <summary>How long to wait on a queue that should be empty; existing messages arrive at once.</summary>
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

    /// <summary>Stops the server, but not the client.</summary>
    public ValueTask StopAsync() => _server.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await StopAsync();
    }
}
