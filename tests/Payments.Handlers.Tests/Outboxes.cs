using Microsoft.Extensions.Logging.Abstractions;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Handlers.Tests;

/// <summary>Requests are accepted while the queues are unreachable, and no message is lost.</summary>
public sealed class Outboxes
{
    private readonly Reachable _broker = new();
    private readonly InMemoryOutbox _outbox = new();
    private readonly ManualClock _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly OutboxQueue _queue;
    private readonly WorkItem _work;

    public Outboxes()
    {
        _queue = new OutboxQueue(_broker, _outbox, _time, new Random(1), NullLogger<OutboxQueue>.Instance);
        var ledger = LedgerId.ForOrder(OrderNumber.From("o"));
        _work = new ExecuteRefund(
            new LedgerAddress(OrganizationId.From("shop"), ledger), Id<Refund>.New(ledger, Guid.NewGuid()))
        {
            ChainId = "chain",
        };
    }

    [Fact]
    public async Task Work_goes_to_the_queues_while_they_are_reachable()
    {
        await _queue.EnqueueAsync(_work, TimeSpan.FromSeconds(2), default);

        Assert.Equal((_work, TimeSpan.FromSeconds(2)), Assert.Single(_broker.Sent));
        Assert.Empty(await _outbox.OldestAsync(1, default));
    }

    [Fact]
    public async Task Work_waits_in_the_outbox_while_the_queues_are_unreachable_and_is_sent_afterwards()
    {
        _broker.IsDown = true;
        await _queue.EnqueueAsync(_work, TimeSpan.FromSeconds(60), default);
        await _queue.EnqueueAsync(_work.NextAttempt(), TimeSpan.Zero, default);
        await _queue.DrainAsync(default);
        Assert.Empty(_broker.Sent);

        _broker.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(20));
        await _queue.DrainAsync(default);

        Assert.Equal(
            [(_work.NextAttempt(), TimeSpan.Zero), (_work, TimeSpan.FromSeconds(40))], _broker.Sent);
        Assert.Empty(await _outbox.OldestAsync(1, default));
    }

    [Fact]
    public async Task After_a_failed_send_the_queues_are_not_tried_for_a_while()
    {
        _broker.IsDown = true;
        for (var n = 0; n < 10; n++) await _queue.EnqueueAsync(_work, TimeSpan.Zero, default);
        Assert.Equal(1, _broker.Tried);

        _time.Advance(TimeSpan.FromSeconds(6));
        _broker.IsDown = false;
        await _queue.EnqueueAsync(_work, TimeSpan.Zero, default);
        Assert.Single(_broker.Sent);
    }

    [Fact]
    public async Task A_broker_that_takes_no_message_is_seen_in_readiness_until_it_takes_one()
    {
        await _queue.CheckAsync(default);
        _broker.IsDown = true;
        await _queue.EnqueueAsync(_work, TimeSpan.Zero, default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _queue.CheckAsync(default));
        _time.Advance(TimeSpan.FromSeconds(30));
        await _queue.DrainAsync(default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _queue.CheckAsync(default));

        _broker.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _queue.CheckAsync(default));
        await _queue.DrainAsync(default);

        await _queue.CheckAsync(default);
    }

    [Fact]
    public async Task An_instance_that_sends_nothing_after_a_failure_is_ready_again_within_a_minute()
    {
        _broker.IsDown = true;
        await _queue.EnqueueAsync(_work, TimeSpan.Zero, default);

        _time.Advance(TimeSpan.FromSeconds(41));

        await _queue.CheckAsync(default);
    }

    [Fact]
    public async Task Work_that_comes_from_no_message_starts_a_chain_of_its_own()
    {
        var first = _work with { ChainId = null };
        await _queue.EnqueueAsync(first, TimeSpan.Zero, default);
        await _queue.EnqueueAsync(first, TimeSpan.Zero, default);

        var chains = _broker.Sent.ConvertAll(sent => sent.Work.ChainId);
        Assert.All(chains, Assert.NotNull);
        Assert.Equal(2, chains.Distinct().Count());
    }

    [Fact]
    public async Task Work_stored_after_a_send_timed_out_has_the_chain_of_that_send()
    {
        _broker.IsDown = true;
        await _queue.EnqueueAsync(_work with { ChainId = null }, TimeSpan.Zero, default);
        var written = Assert.Single(await _outbox.OldestAsync(10, default)).Item;

        Assert.Equal(_broker.LastTried, written);
        Assert.NotNull(written.ChainId);
    }

    [Fact]
    public async Task A_failure_other_than_unreachable_queues_is_thrown()
    {
        _broker.Fault = new InvalidOperationException("a message too large");

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _queue.EnqueueAsync(_work, TimeSpan.Zero, default));
        Assert.Empty(await _outbox.OldestAsync(1, default));
    }

    [Fact]
    public async Task A_drain_sends_more_than_one_page_of_entries()
    {
        var work = _work;
        for (var n = 0; n < 120; n++, work = work.NextAttempt()) await _outbox.AddAsync(
            work, _time.GetUtcNow(), default);

        await _queue.DrainAsync(default);

        Assert.Equal(120, _broker.Sent.Count);
        Assert.Empty(await _outbox.OldestAsync(1, default));
    }

    [Fact]
    public async Task Work_due_much_later_waits_in_the_outbox_until_it_is_nearly_due()
    {
        await _queue.EnqueueAsync(_work, TimeSpan.FromHours(1), default);
        await _queue.DrainAsync(default);
        Assert.Equal(0, _broker.Tried);

        _time.Advance(TimeSpan.FromHours(1.2));
        await _queue.DrainAsync(default);

        Assert.Equal((_work, TimeSpan.Zero), Assert.Single(_broker.Sent));
    }

    [Fact]
    public async Task The_same_distant_work_due_at_about_the_same_time_is_done_once()
    {
        for (var n = 0; n < 5; n++)
        {
            await _queue.EnqueueAsync(_work, TimeSpan.FromDays(1), default);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var entry = Assert.Single(await _outbox.OldestAsync(10, default));
        Assert.InRange(entry.Due - _time.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24 + 4.8));
    }

    private sealed class Reachable : IWorkQueue
    {
        public bool IsDown { get; set; }

        public Exception? Fault { get; set; }

        public int Tried { get; private set; }

        public WorkItem? LastTried { get; private set; }

        public List<(WorkItem Work, TimeSpan Delay)> Sent { get; } = [];

        public Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
        {
            Tried++;
            LastTried = work;
            if (Fault is not null) throw Fault;
            if (IsDown) throw new QueueUnreachableException("down", new TimeoutException());
            Sent.Add((work, delay));
            return Task.CompletedTask;
        }
    }
}
