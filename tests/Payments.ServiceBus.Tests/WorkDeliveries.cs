using System.Collections.Immutable;
using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Payments.Functions.Queues;
using Payments.Handlers;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Webhooks;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;
using Record = Payments.Ledger.Records.Record;

namespace Payments.ServiceBus.Tests;

/// <summary>How the queue functions settle each message.</summary>
public sealed class WorkDeliveries
{
    private readonly Ledgers _ledgers = new();
    private readonly Outgoing _queue = new();
    private readonly Settled _settled = new();
    private readonly Hurried _time = new();
    private readonly InMemoryWebhookStore _webhooks = new();
    private readonly RecordingWebhookSender _endpoints = new();
    private readonly WorkDelivery _delivery;
    private readonly SettleCredit _work;

    public WorkDeliveries()
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddPaymentsHandlers()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILedgerStore>(_ledgers)
            .AddSingleton<ITimeline>(new InMemoryTimeline())
            .AddSingleton<IKeyStore>(new InMemoryKeyStore())
            .AddSingleton<IWorkQueue>(_queue)
            .AddSingleton<IOrganizations>(new InMemoryCredentials())
            .AddSingleton<IPaymentProcessor>(new SandboxProcessor(new InMemorySandboxBooks(), TimeProvider.System))
            .AddSingleton<IWebhookStore>(_webhooks)
            .AddSingleton<IWebhookSender>(_endpoints)
            .AddSingleton<IEventWriter, PlainEventWriter>()
            .AddSingleton<WorkDelivery>()
            .BuildServiceProvider();
        _delivery = services.GetRequiredService<WorkDelivery>();
        var ledger = LedgerId.ForOrder(OrderNumber.From("o"));
        _work = new SettleCredit(
            new LedgerAddress(OrganizationId.From("shop"), ledger), Id<Credit>.NewShort(ledger, Guid.NewGuid()))
        {
            ChainId = "chain",
        };
    }

    [Fact]
    public async Task A_delivery_that_was_tried_for_three_days_is_a_dead_letter_that_names_the_endpoint()
    {
        var address = _work.Address;
        var payment = Sample.CreditPayment(address);
        var change = Sample.Inserting(null, payment).WithEvents(ImmutableDictionary<RecordKey, Record>.Empty);
        await _ledgers.CommitAsync(address, null, change, default);
        var endpoint = new WebhookEndpoint(
            WebhookId.New(Guid.NewGuid()), new Uri("https://shop.example/hook"), "", [], Sample.At);
        await _webhooks.TryWriteAsync(address.Organization, new WebhookList([endpoint], null), null, default);
        _endpoints.Respond = _ => new WebhookResponse(500, "It answered 500.");

        await DeliverAsync(new DeliverEvent(
            address,
            new LedgerEventId(Sample.At, address.Ledger, 0),
            payment.RecordKey,
            endpoint.Id,
            DeliverySchedule.MaxTries - 1));

        Assert.Equal(["dead-lettered"], _settled.Log);
        Assert.Equal(EventDelivery.Undeliverable, _settled.DeadLetter?.Reason);
        Assert.Contains("shop.example", _settled.DeadLetter?.Description, StringComparison.Ordinal);
        Assert.Empty(_queue.Sent);
    }

    [Fact]
    public async Task Failed_work_is_rescheduled_and_its_message_completed()
    {
        _ledgers.Fault = new TimeoutException("Storage is down.");

        await DeliverAsync(_work);

        Assert.Equal(["completed"], _settled.Log);
        var copy = Assert.Single(_queue.Sent);
        Assert.Equal((_work with { FailureCount = 1 }, TimeSpan.FromSeconds(2)), (copy.Work, copy.Delay));
    }

    [Fact]
    public async Task Failures_are_counted_separately_and_start_over_after_progress()
    {
        await DeliverAsync(_work with { Attempt = 1, FailureCount = 7 });

        Assert.Equal(_work with { Attempt = 2 }, Assert.Single(_queue.Sent).Work);
        Assert.Equal(["completed"], _settled.Log);
    }

    [Fact]
    public async Task A_storage_outage_of_nearly_an_hour_dead_letters_nothing_and_a_longer_failure_names_its_reason()
    {
        _ledgers.Fault = new TimeoutException("Storage is down.\nx-ms-request-id: 17");
        var delays = new List<TimeSpan>();
        WorkItem work = _work;
        for (; _settled.DeadLetter is null; work = _queue.Sent.Count > 0 ? _queue.Sent[^1].Work : work)
        {
            _queue.Sent.Clear();
            await DeliverAsync(work);
            if (_queue.Sent.Count > 0) delays.Add(_queue.Sent[^1].Delay);
        }

        Assert.Equal(delays.Order(), delays);
        Assert.InRange(delays.Aggregate((one, other) => one + other).TotalMinutes, 50, 70);
        Assert.All(delays, delay => Assert.True(delay <= TimeSpan.FromMinutes(5)));
        Assert.Empty(_queue.Sent);
        Assert.Equal("KeepsFailing", _settled.DeadLetter!.Value.Reason);
        Assert.Equal(
            $"TimeoutException: Storage is down. Work on {_work.Credit} of {_work.Address} failed 35 times in 58 "
            + "minutes. Requeue it once the cause is fixed.",
            _settled.DeadLetter!.Value.Description);
    }

    [Fact]
    public async Task The_reason_of_a_failure_with_a_long_message_still_fits_a_dead_letter()
    {
        _ledgers.Fault = new TimeoutException(new string('x', 10_000));

        await DeliverAsync(_work with { FailureCount = 100 });

        Assert.InRange(_settled.DeadLetter!.Value.Description!.Length, 500, 4_096);
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(3, 90)]
    [InlineData(9, 180)]
    public async Task A_message_that_cannot_be_rescheduled_is_delayed_ever_longer_and_left_to_the_host(
        int delivery, int seconds)
    {
        _ledgers.Fault = new TimeoutException("Storage is down.");
        _queue.Fault = new TimeoutException("The outbox is down too.");

        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => DeliverAsync(
            BinaryData.FromBytes(WorkMessages.Write(_work).Body), CancellationToken.None, delivery));

        Assert.Same(_queue.Fault, thrown);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], _time.Waited);
        Assert.Empty(_settled.Log);
    }

    [Fact]
    public async Task A_stopping_host_is_no_failure_and_keeps_the_message()
    {
        using var stop = new CancellationTokenSource();
        _ledgers.Fault = new OperationCanceledException();
        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => DeliverAsync(_work, stop.Token));

        Assert.Empty(_queue.Sent);
        Assert.Empty(_settled.Log);
    }

    [Fact]
    public async Task A_message_that_cannot_be_settled_is_left_to_the_host_and_its_work_is_not_rescheduled()
    {
        _settled.Fault = new RpcException(new Status(StatusCode.Unknown, "The lock is lost."));

        await Assert.ThrowsAsync<RpcException>(() => DeliverAsync(_work));

        Assert.Equal(_work.NextAttempt(), Assert.Single(_queue.Sent).Work);
    }

    [Theory]
    [InlineData("{\"type\":", "JSON")]
    [InlineData("null", "null")]
    public async Task An_invalid_work_item_is_dead_lettered_at_once_with_the_reason(string body, string reason)
    {
        await DeliverAsync(BinaryData.FromString(body), default);

        Assert.Equal(["dead-lettered"], _settled.Log);
        Assert.Equal("NotWork", _settled.DeadLetter!.Value.Reason);
        Assert.Contains(reason, _settled.DeadLetter!.Value.Description, StringComparison.Ordinal);
    }

    private Task DeliverAsync(WorkItem work, CancellationToken cancellationToken = default) =>
        DeliverAsync(BinaryData.FromBytes(WorkMessages.Write(work).Body), cancellationToken);

    private Task DeliverAsync(BinaryData body, CancellationToken cancellationToken, int delivery = 1) =>
        _delivery.HandleAsync(
            ServiceBusModelFactory.ServiceBusReceivedMessage(body: body, messageId: "m", deliveryCount: delivery),
            _settled,
            cancellationToken);

    /// <summary>Records the requested delays, and waits as little as possible.</summary>
    private sealed class Hurried : TimeProvider
    {
        public List<TimeSpan> Waited { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class Outgoing : IWorkQueue
    {
        public Exception? Fault { get; set; }

        public List<(WorkItem Work, TimeSpan Delay)> Sent { get; } = [];

        public Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
        {
            if (Fault is not null) throw Fault;
            Sent.Add((work, delay));
            return Task.CompletedTask;
        }
    }

    /// <summary>An empty store, or one that can't be reached.</summary>
    private sealed class Ledgers : ILedgerStore
    {
        private readonly InMemoryLedgerStore _inner = new();

        public Exception? Fault { get; set; }

        public Task<LoadedLedger> LoadAsync(
            LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken) =>
            Fault is null ? _inner.LoadAsync(address, records, cancellationToken) : throw Fault;

        public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
            _inner.LoadWholeAsync(address, cancellationToken);

        public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
            LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken) =>
            _inner.LoadJournalAsync(address, entries, cancellationToken);

        public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
            LedgerAddress address, CancellationToken cancellationToken) =>
            _inner.LoadJournalAsync(address, cancellationToken);

        public Task<LedgerVersion?> CommitAsync(
            LedgerAddress address,
            LedgerVersion? expected,
            LedgerChanges changes,
            CancellationToken cancellationToken) =>
            _inner.CommitAsync(address, expected, changes, cancellationToken);
    }

    private sealed class Settled : ServiceBusMessageActions
    {
        public Exception? Fault { get; set; }

        public List<string> Log { get; } = [];

        public (string? Reason, string? Description)? DeadLetter { get; private set; }

        public override Task CompleteMessageAsync(
            ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
        {
            if (Fault is not null) throw Fault;
            Log.Add("completed");
            return Task.CompletedTask;
        }

        public override Task DeadLetterMessageAsync(
            ServiceBusReceivedMessage message,
            Dictionary<string, object>? propertiesToModify = default,
            string? deadLetterReason = default,
            string? deadLetterErrorDescription = default,
            CancellationToken cancellationToken = default)
        {
            Log.Add("dead-lettered");
            DeadLetter = (deadLetterReason, deadLetterErrorDescription);
            return Task.CompletedTask;
        }
    }
}
