using Azure.Messaging.ServiceBus;
using LocalFunctionsHost.Tests.Hosts;
using LocalServiceBus;

namespace LocalFunctionsHost.Tests.ServiceBus;

/// <summary>A local Service Bus with the test app's queues, and the real client.</summary>
internal sealed class Bus : IAsyncDisposable
{
    private const string WithSessions = "sessions";

    private LocalServiceBusServer _server;

    private Bus(LocalServiceBusServer server)
    {
        _server = server;
        Client = new ServiceBusClient(server.ConnectionString);
    }

    public ServiceBusClient Client { get; }

    public static async Task<Bus> StartAsync() => new(await StartServerAsync(port: 0));

    public ValueTask EndAsync() => _server.DisposeAsync();

    /// <summary>Starts another server on the same port, without the old messages.</summary>
    public async Task RestartAsync()
    {
        var port = ServiceBusConnectionStringProperties.Parse(_server.ConnectionString).Endpoint.Port;
        await _server.DisposeAsync();
        _server = await StartServerAsync(port);
    }

    public Task<RunningHost> StartHostAsync(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["Bus"] = _server.ConnectionString,
            ["AzureFunctionsJobHost__functionTimeout"] = "00:01:00",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        return RunningHost.StartAsync(environment);
    }

    public async Task SendAsync(string queue, string body, string? session = null)
    {
        await using var sender = Client.CreateSender(queue);
        var sessionId = queue == WithSessions ? session : null;
        await sender.SendMessageAsync(new ServiceBusMessage(body) { SessionId = sessionId });
    }

    /// <summary>Asserts that the queue has no waiting message and that the host held none when it stopped.</summary>
    public async Task AssertEmptyAsync(string queue, RunningHost host)
    {
        host.Signal("TERM");
        Assert.Equal(0, await host.ExitCodeAsync());
        if (queue == WithSessions)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => Client.AcceptNextSessionAsync(queue, cancellationToken: limit.Token));
            return;
        }
        await using var receiver = Client.CreateReceiver(queue);
        Assert.Null(await receiver.PeekMessageAsync(0));
    }

    private static async Task<LocalServiceBusServer> StartServerAsync(int port) =>
        await LocalServiceBusServer.StartAsync(new LocalServiceBusOptions
        {
            Configuration = await File.ReadAllTextAsync("queues.json"),
            Port = port,
        });

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
    }
}
