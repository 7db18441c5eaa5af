using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Broker;

namespace Payments.Polyfills.Tests.ServiceBus;

public enum StoreKind
{
    Memory,
    File,

    /// <summary>Sender and receiver each have a broker of their own, as two processes have.</summary>
    FileOfTwoBrokers,
}

/// <summary>A store with the queues of this repository, and a sender's and a receiver's client.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);

    /// <summary>Long enough to find what is there, for what takes a transaction or a poll of another's.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    /// <summary>Long enough to show that nothing comes.</summary>
    public static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(120);

    private readonly string _directory = Directory.CreateTempSubdirectory("servicebus-").FullName;
    private readonly List<LocalBroker> _brokers = [];

    public Bench(StoreKind kind)
    {
        var sending = Open(kind);
        Sending = new ServiceBusClient(sending);
        Receiving = new ServiceBusClient(kind == StoreKind.FileOfTwoBrokers ? Open(kind) : sending, new()
        {
            RetryOptions = new() { TryTimeout = Briefly },
        });
    }

    public TestClock Clock { get; } = new();

    public ServiceBusClient Sending { get; }

    public ServiceBusClient Receiving { get; }

    public static QueueDefinitions Queues { get; } = QueueDefinitions.Load("servicebus.emulator.json");

    /// <summary>One more broker on the store's file.</summary>
    public LocalBroker Open(StoreKind kind)
    {
        var store = kind == StoreKind.Memory ? Store.InMemory() : Store.OnFile(Path.Combine(_directory, "bus.db"));
        var broker = new LocalBroker(store, Queues, Clock);
        _brokers.Add(broker);
        return broker;
    }

    public Task SendAsync(string queue, params IEnumerable<ServiceBusMessage> messages) =>
        Sending.CreateSender(queue).SendMessagesAsync(messages);

    public ServiceBusReceiver Receiver(string queue, SubQueue subQueue = SubQueue.None) =>
        Receiving.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = subQueue });

    public async Task<ServiceBusReceivedMessage> ReceiveAsync(string queue, SubQueue subQueue = SubQueue.None) =>
        Assert.IsType<ServiceBusReceivedMessage>(await Receiver(queue, subQueue).ReceiveMessageAsync(Soon));

    public async Task AssertNothingAsync(string queue, SubQueue subQueue = SubQueue.None) =>
        Assert.Null(await Receiver(queue, subQueue).ReceiveMessageAsync(Briefly));

    public static async Task<ServiceBusException> AssertFailsAsync(ServiceBusFailureReason reason, Func<Task> act)
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(act);
        Assert.Equal(reason, failure.Reason);
        return failure;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var broker in _brokers)
            broker.Dispose();

        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
