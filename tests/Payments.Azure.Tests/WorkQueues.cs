using System.Diagnostics.CodeAnalysis;
using Azure.Messaging.ServiceBus;
using Payments.Handlers;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;

namespace Payments.Azure.Tests;

[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class ServiceBusWorkQueueComplies : WorkQueueCompliance, IAsyncLifetime
{
    private static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(100);

    private readonly ServiceBusClient _client;
    private readonly ServiceBusWorkQueue _queue;

    public ServiceBusWorkQueueComplies()
    {
        Environment.SetEnvironmentVariable(
            "SERVICEBUS_EMULATOR_CONFIG", Path.Combine(AppContext.BaseDirectory, "servicebus.emulator.json"));
        // Each name has a broker of its own.
        _client = new ServiceBusClient(
            $"Endpoint=sb://t-{Guid.NewGuid():N};SharedAccessKeyName=k;SharedAccessKey=k;UseDevelopmentEmulator=true",
            new ServiceBusClientOptions { RetryOptions = new ServiceBusRetryOptions { TryTimeout = Briefly } });
        _queue = new ServiceBusWorkQueue(_client, TimeProvider.System);
    }

    protected override IWorkQueue Queue => _queue;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _client.DisposeAsync();
    }

    protected override async Task<IReadOnlyList<Work>> TakeAllAsync()
    {
        var taken = new List<Work>();
        await using (var session = await _client.AcceptNextSessionAsync(Queues.Refunds))
            await TakeAsync(session, taken);
        await using (var credits = _client.CreateReceiver(Queues.Credits))
            await TakeAsync(credits, taken);
        return taken;
    }

    [Fact]
    public async Task However_many_looks_at_a_ledger_ask_there_is_one_message_a_minute()
    {
        var address = Sample.Address();
        for (var n = 0; n < 3; n++) await _queue.EnqueueAsync(new AskAgain(address), TimeSpan.Zero, default);

        // The minute may have turned in between.
        Assert.InRange((await TakeAllAsync()).Count, 1, 2);
    }

    private static async Task TakeAsync(ServiceBusReceiver receiver, List<Work> taken)
    {
        while (await receiver.ReceiveMessageAsync(Briefly) is { } message)
        {
            taken.Add(Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(message.Body)).Work);
            await receiver.CompleteMessageAsync(message);
        }
    }
}

public sealed class InMemoryWorkQueueComplies : WorkQueueCompliance
{
    private readonly InMemoryWorkQueue _queue = new();

    protected override IWorkQueue Queue => _queue;

    protected override Task<IReadOnlyList<Work>> TakeAllAsync() =>
        Task.FromResult<IReadOnlyList<Work>>([.. _queue.TakeAll().Select(enqueued => enqueued.Work)]);
}
