using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests;

/// <summary>A server for one test, with the real client connected to it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);

    /// <summary>Long enough to receive a message that is there, even on a busy machine.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>Long enough to show that no message comes.</summary>
    public static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(150);

    private readonly LocalServiceBusServer _server;

    private Bench(LocalServiceBusServer server, TestClock clock)
    {
        _server = server;
        Clock = clock;
        Client = Connect();
    }

    public TestClock Clock { get; }

    public ServiceBusClient Client { get; }

    public string ConnectionString => _server.ConnectionString;

    public int Port => ServiceBusConnectionStringProperties.Parse(ConnectionString).Endpoint.Port;

    public static string Configuration { get; } =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "queues.json"));

    public static async Task<Bench> StartAsync()
    {
        var clock = new TestClock();
        var server = await LocalServiceBusServer.StartAsync(
            new LocalServiceBusOptions { Configuration = Configuration, Time = clock });
        return new Bench(server, clock);
    }

    /// <summary>Connects another client, like another process; it soon gives up waiting for a session.</summary>
    public ServiceBusClient Connect(int? port = null) => new(
        ConnectionString.Replace($":{Port};", $":{port ?? Port};", StringComparison.Ordinal),
        new ServiceBusClientOptions
        {
            RetryOptions = new ServiceBusRetryOptions { TryTimeout = TimeSpan.FromSeconds(2), MaxRetries = 0 },
        });

    public async Task SendAsync(string queue, params IEnumerable<ServiceBusMessage> messages)
    {
        await using var sender = Client.CreateSender(queue);
        await sender.SendMessagesAsync(messages);
    }

    public ServiceBusReceiver Receiver(string queue, SubQueue subQueue = SubQueue.None) =>
        Client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = subQueue });

    public async Task<ServiceBusReceivedMessage> ReceiveAsync(string queue, SubQueue subQueue = SubQueue.None)
    {
        await using var receiver = Receiver(queue, subQueue);
        return Assert.IsType<ServiceBusReceivedMessage>(await receiver.ReceiveMessageAsync(Soon));
    }

    public async Task AssertNothingAsync(string queue, SubQueue subQueue = SubQueue.None)
    {
        await using var receiver = Receiver(queue, subQueue);
        Assert.Null(await receiver.ReceiveMessageAsync(Briefly));
    }

    public static async Task<ServiceBusException> AssertFailsAsync(ServiceBusFailureReason reason, Func<Task> act)
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(act);
        Assert.Equal(reason, failure.Reason);
        return failure;
    }

    /// <summary>Polls until the condition holds, or fails after a while.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
        Clock.Dispose();
    }
}
