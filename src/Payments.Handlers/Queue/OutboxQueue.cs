using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Writing;

namespace Payments.Handlers.Queue;

/// <summary>
/// The queues, with the outbox behind them: while the queues are unreachable, work goes to the outbox and is enqueued
/// later, so that requests are still accepted. A message may end up in both: every step of work is safe to repeat. Work
/// that is due much later waits in the outbox too: the same work due at the same time is one entry there, and no broker
/// limits its time to live.
/// </summary>
public sealed partial class OutboxQueue(
    [FromKeyedServices(OutboxQueue.Broker)] IWorkQueue broker,
    IOutbox outbox,
    TimeProvider time,
    Random random,
    ILogger<OutboxQueue> log) : IWorkQueue, IDependencyCheck
{
    /// <summary>The service key of the queue behind this one: the message broker itself.</summary>
    public const string Broker = "broker";

    /// <summary>
    /// How long sending may take while a customer waits for the response. A healthy send takes milliseconds.
    /// </summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Circuit breaker: after a failed send, messages go straight to the outbox for this long, so that during an outage
    /// only one request in this time waits for the send timeout.
    /// </summary>
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a failed send shows in readiness, unless a later one succeeds: until after the next drain, which comes
    /// every 30 seconds and tries again. An instance that is spared requests for it, and drains nothing itself, must be
    /// ready again some time.
    /// </summary>
    private static readonly TimeSpan ShownFor = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Work due later than this waits in the outbox, and is moved to the queues some time before it is due.
    /// </summary>
    private static readonly TimeSpan OutboxThreshold = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Work due much later is rounded up to a fifth of its delay, so that what is postponed at about the same time
    /// falls due at the same moment.
    /// </summary>
    private const int RoundingDivisor = 5;

    /// <summary>How many entries one drain sends before it yields.</summary>
    private const int MaxPerDrain = 500;

    private const int BatchSize = 50;

    private long _openUntilTicks;

    /// <inheritdoc/>
    public string Dependency => "Sending to Service Bus";

    /// <summary>
    /// Throws if the last send failed. Reading a queue does not show it: a broker whose disk is full, or that is over
    /// its quota, may still answer. Requests are accepted meanwhile, but their work waits in the outbox.
    /// </summary>
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        var failedUntil = Interlocked.Read(ref _openUntilTicks) + (ShownFor - BreakDuration).Ticks;
        return time.GetUtcNow().UtcTicks < failedUntil
            ? Task.FromException(new InvalidOperationException("The last message was not taken."))
            : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
    {
        work = WithChain(work).WithTrace();
        var due = time.GetUtcNow() + delay;
        if (delay > OutboxThreshold)
        {
            await outbox.AddAsync(work, RoundUp(due, delay / RoundingDivisor), cancellationToken);
            return;
        }

        if (time.GetUtcNow().UtcTicks >= Interlocked.Read(ref _openUntilTicks)
            && await TrySendAsync(work, delay, cancellationToken))
        {
            return;
        }

        await outbox.AddAsync(work, due, cancellationToken);
        LogOutboxed(work.Subject);
    }

    /// <summary>
    /// Enqueues the outbox's entries that are due soon, the earliest first, until the queues fail again.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < MaxPerDrain;)
        {
            var entries = await outbox.OldestAsync(BatchSize, cancellationToken);
            foreach (var entry in entries)
            {
                var delay = entry.Due - time.GetUtcNow();
                if (delay > OutboxThreshold) return;
                if (!await TrySendAsync(entry.Item, delay > TimeSpan.Zero ? delay : TimeSpan.Zero, cancellationToken))
                    return;
                await outbox.RemoveAsync(entry, cancellationToken);
                sent++;
            }

            if (entries.Count < BatchSize) return;
        }
    }

    /// <summary>
    /// Work that does not come from a message starts a chain. Its id does not come from <see cref="IIdSource"/>: a
    /// request that is executed again draws the same ids, and needs a message even while the broker still remembers the
    /// first one's. Inquiries about one ledger are all the same, and have no chain.
    /// </summary>
    private WorkItem WithChain(WorkItem work) => work.ChainId is not null || work is ResolveUnknownOutcomes
        ? work
        : work with { ChainId = WorkItem.NewChain(random) };

    private async Task<bool> TrySendAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var sendTimeout = new CancellationTokenSource(SendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(sendTimeout.Token, cancellationToken);
        try
        {
            await broker.EnqueueAsync(work, delay, either.Token);
            Interlocked.Exchange(ref _openUntilTicks, 0);
            return true;
        }
        catch (Exception failure) when (IsUnreachable(failure, cancellationToken))
        {
            Interlocked.Exchange(ref _openUntilTicks, (time.GetUtcNow() + BreakDuration).UtcTicks);
            LogUnreachable(failure, work.Subject);
            return false;
        }
    }

    private static DateTimeOffset RoundUp(DateTimeOffset due, TimeSpan grain) =>
        new((due.UtcTicks + grain.Ticks - 1) / grain.Ticks * grain.Ticks, TimeSpan.Zero);

    private static bool IsUnreachable(Exception failure, CancellationToken cancellationToken) =>
        failure is QueueUnreachableException
        || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    [LoggerMessage(LogLevel.Warning, "The queues are unreachable; {Subject} goes to the outbox.")]
    private partial void LogUnreachable(Exception failure, string subject);

    [LoggerMessage(LogLevel.Information, "Work on {Subject} waits in the outbox.")]
    private partial void LogOutboxed(string subject);
}
