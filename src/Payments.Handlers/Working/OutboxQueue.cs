using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments.Handlers;

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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long after a failure the queues are not tried: an outage costs one request in a while its patience.
    /// </summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Work that is due later than this waits in the outbox; the queues have it some time before it is.
    /// </summary>
    private static readonly TimeSpan FarOff = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Far-off work is rounded up to a fifth of its delay, so that what is put off at about the same time falls due at
    /// one moment.
    /// </summary>
    private const int Grains = 5;

    /// <summary>How many entries one drain sends before it makes way.</summary>
    private const int MostPerDrain = 500;

    private const int Batch = 50;

    private long _restsUntilTicks;

    /// <inheritdoc/>
    public async Task EnqueueAsync(Work work, TimeSpan delay, CancellationToken cancellationToken)
    {
        work = InChain(work);
        var due = time.GetUtcNow() + delay;
        if (delay > FarOff)
        {
            await outbox.AddAsync(work, RoundedUp(due, delay / Grains), cancellationToken);
            return;
        }

        if (time.GetUtcNow().UtcTicks >= Interlocked.Read(ref _restsUntilTicks)
            && await TrySendAsync(work, delay, cancellationToken))
        {
            return;
        }

        await outbox.AddAsync(work, due, cancellationToken);
        LogWrittenDown(work.Subject);
    }

    /// <summary>
    /// Enqueues what waits in the outbox and is not far off, what is due first first, until the queues fail again.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < MostPerDrain;)
        {
            var entries = await outbox.OldestAsync(Batch, cancellationToken);
            foreach (var entry in entries)
            {
                var delay = entry.Due - time.GetUtcNow();
                if (delay > FarOff) return;
                if (!await TrySendAsync(entry.Work, delay > TimeSpan.Zero ? delay : TimeSpan.Zero, cancellationToken))
                    return;
                await outbox.RemoveAsync(entry, cancellationToken);
                sent++;
            }

            if (entries.Count < Batch) return;
        }
    }

    /// <summary>
    /// Work that comes from no message begins a chain. Its name is none of <see cref="IUniqueNumbers"/>: a request that
    /// is run again gets the same numbers, and needs a message even while its first run's is still remembered. An
    /// asking is the same whoever wants it, and has none.
    /// </summary>
    private Work InChain(Work work) => work.Chain is not null || work is AskAgain
        ? work
        : work with { Chain = Work.NewChain(random) };

    private async Task<bool> TrySendAsync(Work work, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await broker.EnqueueAsync(work, delay, either.Token);
            return true;
        }
        catch (Exception fault) when (IsUnreachable(fault, cancellationToken))
        {
            Interlocked.Exchange(ref _restsUntilTicks, (time.GetUtcNow() + Rest).UtcTicks);
            LogUnreachable(fault, work.Subject);
            return false;
        }
    }

    private static DateTimeOffset RoundedUp(DateTimeOffset due, TimeSpan grain) =>
        new((due.UtcTicks + grain.Ticks - 1) / grain.Ticks * grain.Ticks, TimeSpan.Zero);

    private static bool IsUnreachable(Exception fault, CancellationToken cancellationToken) =>
        fault is QueueUnreachableException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    [LoggerMessage(LogLevel.Warning, "The queues can't be reached; {Subject} goes to the outbox.")]
    private partial void LogUnreachable(Exception fault, string subject);

    [LoggerMessage(LogLevel.Information, "Work on {Subject} waits in the outbox.")]
    private partial void LogWrittenDown(string subject);
}
