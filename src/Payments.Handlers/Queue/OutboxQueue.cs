using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;

namespace Payments.Handlers.Queue;

/// <summary>
/// The queues, with the outbox behind them: where they can't be reached, work is written down and enqueued later, and
/// acceptance goes on. A message may be both enqueued and written down: every step of work is safe to run again. Work
/// that is far off waits in the outbox too: there the same work due at the same time is one entry, and no broker's
/// limit on the life of a message concerns it.
/// </summary>
public sealed partial class OutboxQueue(
    [FromKeyedServices(OutboxQueue.Broker)] IWorkQueue broker,
    IOutbox outbox,
    TimeProvider time,
    Random random,
    ILogger<OutboxQueue> log) : IWorkQueue
{
    /// <summary>The service key of the queue that this one falls back from: the message broker itself.</summary>
    public const string Broker = "broker";

    /// <summary>
    /// How long the queues get to take a message while a customer waits for the answer. A healthy send takes
    /// milliseconds.
    /// </summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long after a failure the queues are not tried: an outage costs one request in a while its patience.
    /// </summary>
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Work that is due later than this waits in the outbox; the queues have it some time before it is.
    /// </summary>
    private static readonly TimeSpan OutboxThreshold = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Far-off work is rounded up to a fifth of its delay, so that what is put off at about the same time falls due at
    /// one moment.
    /// </summary>
    private const int RoundingDivisor = 5;

    /// <summary>How many entries one drain sends before it makes way.</summary>
    private const int MaxPerDrain = 500;

    private const int BatchSize = 50;

    private long _openUntilTicks;

    /// <inheritdoc/>
    public async Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
    {
        work = WithChain(work);
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
    /// Enqueues what waits in the outbox and is not far off, what is due first first, until the queues fail again.
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
    /// Work that comes from no message begins a chain. Its name is none of <see cref="IIdSource"/>: a request that
    /// is run again gets the same numbers, and needs a message even while its first run's is still remembered. An
    /// asking is the same whoever wants it, and has none.
    /// </summary>
    private WorkItem WithChain(WorkItem work) => work.ChainId is not null || work is ResolveUnknownOutcomes
        ? work
        : work with { ChainId = WorkItem.NewChain(random) };

    private async Task<bool> TrySendAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(SendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await broker.EnqueueAsync(work, delay, either.Token);
            return true;
        }
        catch (Exception fault) when (IsUnreachable(fault, cancellationToken))
        {
            Interlocked.Exchange(ref _openUntilTicks, (time.GetUtcNow() + BreakDuration).UtcTicks);
            LogUnreachable(fault, work.Subject);
            return false;
        }
    }

    private static DateTimeOffset RoundUp(DateTimeOffset due, TimeSpan grain) =>
        new((due.UtcTicks + grain.Ticks - 1) / grain.Ticks * grain.Ticks, TimeSpan.Zero);

    private static bool IsUnreachable(Exception fault, CancellationToken cancellationToken) =>
        fault is QueueUnreachableException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    [LoggerMessage(LogLevel.Warning, "The queues can't be reached; {Subject} goes to the outbox.")]
    private partial void LogUnreachable(Exception fault, string subject);

    [LoggerMessage(LogLevel.Information, "Work on {Subject} waits in the outbox.")]
    private partial void LogOutboxed(string subject);
}
