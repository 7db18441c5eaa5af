using System.Diagnostics.CodeAnalysis;
using Azure.Messaging.ServiceBus;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;

namespace Payments.ServiceBus.Tests;

[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class ServiceBusWorkQueueComplies : WorkQueueCompliance, IAsyncLifetime
{
    private LocalBus _bus = null!;
    private ServiceBusWorkQueue _queue = null!;

    protected override IWorkQueue Queue => _queue;

    public async ValueTask InitializeAsync()
    {
        _bus = await LocalBus.StartAsync();
        _queue = new ServiceBusWorkQueue(_bus.Client, TimeProvider.System, new Random(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _bus.DisposeAsync();
    }

    [Fact]
    public async Task A_copy_made_twice_arrives_once_and_another_chain_of_the_same_work_arrives_too()
    {
        var ledger = LedgerId.ForOrder(OrderNumber.From("o"));
        var copy = new ExecuteRefund(
            new LedgerAddress(OrganizationId.From("shop"), ledger), Id<Refund>.New(ledger, Guid.NewGuid()), 1)
        {
            ChainId = "one",
        };
        await _queue.EnqueueAsync(copy, TimeSpan.Zero, default);
        await _queue.EnqueueAsync(copy, TimeSpan.Zero, default);
        await _queue.EnqueueAsync(copy with { ChainId = "another" }, TimeSpan.Zero, default);

        await using var session = await _bus.Client.AcceptNextSessionAsync(QueueNames.Refunds);
        var taken = new List<WorkItem>();
        await TakeAsync(session, taken);
        Assert.Equal([copy, copy with { ChainId = "another" }], taken);
    }

    protected override async Task<IReadOnlyList<WorkItem>> TakeAllAsync()
    {
        var taken = new List<WorkItem>();
        await using (var session = await _bus.Client.AcceptNextSessionAsync(QueueNames.Refunds))
            await TakeAsync(session, taken);
        await using (var credits = _bus.Client.CreateReceiver(QueueNames.Credits))
            await TakeAsync(credits, taken);
        return taken;
    }

    [Fact]
    public async Task However_many_reads_of_a_ledger_ask_for_an_inquiry_there_is_one_message_a_minute()
    {
        var address = Sample.Address();
        for (var n = 0; n < 3; n++) await _queue.EnqueueAsync(
            new ResolveUnknownOutcomes(address), TimeSpan.Zero, default);

        // A new minute may have begun in between.
        Assert.InRange((await TakeAllAsync()).Count, 1, 2);
    }

    [Fact]
    public async Task A_stopped_Service_Bus_is_unreachable()
    {
        await _queue.EnqueueAsync(new ResolveUnknownOutcomes(Sample.Address()), TimeSpan.Zero, default);
        await _bus.StopAsync();

        await Assert.ThrowsAsync<QueueUnreachableException>(() =>
            _queue.EnqueueAsync(new ResolveUnknownOutcomes(Sample.Address()), TimeSpan.Zero, default));
    }

    private static async Task TakeAsync(ServiceBusReceiver receiver, List<WorkItem> taken)
    {
        while (await receiver.ReceiveMessageAsync(LocalBus.Briefly) is { } message)
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

    protected override Task<IReadOnlyList<WorkItem>> TakeAllAsync() =>
        Task.FromResult<IReadOnlyList<WorkItem>>([.. _queue.TakeAll().Select(enqueued => enqueued.Work)]);
}
