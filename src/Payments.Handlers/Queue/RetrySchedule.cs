using Microsoft.Extensions.Logging;
using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Handlers.Queue;

/// <summary>
/// Puts work off: a copy of the message is scheduled and the original completed. An abandoned message would come back
/// at once, and each time count as a failed delivery.
/// </summary>
public sealed partial class RetrySchedule(IWorkQueue queue, UnknownOutcomeRegister notes, ILogger<RetrySchedule> log)
{
    /// <summary>2 + 4 + … + 64 seconds are 126: more than twice the longest that an acceptance may take.</summary>
    private const int MaxCommitAttempts = 6;

    /// <summary>
    /// 2 + 4 + … + 64 seconds: most time-outs are over by then. After that the ledger says that the record is
    /// unsettled.
    /// </summary>
    private const int AttemptsUntilRegistered = 6;

    /// <summary>
    /// 2 + 4 + … + 64 seconds, then 28 times 2 minutes: an hour in all. Outages of storage last minutes, seldom an
    /// hour; what still fails then is rather a defect that meets this one record, and a person must see it. Each try
    /// of that hour costs a few reads.
    /// </summary>
    private const int MaxFailures = 34;

    /// <summary>
    /// Near enough for the queues to take it at once: it may be storage that fails, and the outbox with it.
    /// </summary>
    private static readonly TimeSpan MaxDelayAfterFailure = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    /// <summary>
    /// The record is not there (yet): its acceptance commits last. Looked for again for a while; then the acceptance
    /// has failed, nothing was promised, and the work is dropped.
    /// </summary>
    public Task AwaitCommitAsync(WorkItem work, CancellationToken cancellationToken)
    {
        if (work.Attempt < MaxCommitAttempts) return RescheduleAsync(work, cancellationToken);
        LogDropped(work.Subject, work.Address.ToString());
        return Task.CompletedTask;
    }

    /// <summary>
    /// The processor has not said what it did with a record. Asked again soon a few times, then by what is unsettled in
    /// the ledger, for as long as it takes.
    /// </summary>
    public async Task AwaitOutcomeAsync(WorkItem work, RecordKey record, CancellationToken cancellationToken)
    {
        LogUnknown(work.Subject, work.Address.ToString(), work.Attempt);
        if (work.Attempt < AttemptsUntilRegistered
            || !await notes.RegisterAsync(work.Address, record, cancellationToken))
            await RescheduleAsync(work, cancellationToken);
    }

    /// <summary>There is more to do than fits one delivery.</summary>
    public Task ContinueAsync(WorkItem work, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(work.NextAttempt(), TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// The work ended in a fault, of storage or of our own. Tried again, ever more rarely; false where that was done
    /// often enough, and a person must look at it.
    /// </summary>
    public async Task<bool> RetryAfterFailureAsync(WorkItem work, CancellationToken cancellationToken)
    {
        if (work.FailureCount >= MaxFailures) return false;
        await queue.EnqueueAsync(work.AfterFailure(), DelayAfterFailure(work.FailureCount), cancellationToken);
        return true;
    }

    /// <summary>How long the faults that a work ended in were waited out.</summary>
    public static TimeSpan TotalDelayAfterFailures(WorkItem work) => Enumerable.Range(0, work.FailureCount)
        .Aggregate(TimeSpan.Zero, (waited, faults) => waited + DelayAfterFailure(faults));

    private Task RescheduleAsync(WorkItem work, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(work.NextAttempt(), Delay(work.Attempt, MaxDelay), cancellationToken);

    private static TimeSpan DelayAfterFailure(int faults) => Delay(faults, MaxDelayAfterFailure);

    private static TimeSpan Delay(int before, TimeSpan longest)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(before, 20));
        return delay < longest ? delay : longest;
    }

    [LoggerMessage(LogLevel.Information, "Dropped work on {Subject} of {Ledger}: it was never committed.")]
    private partial void LogDropped(string subject, string ledger);

    [LoggerMessage(
        LogLevel.Warning, "The processor's word on {Subject} of {Ledger} is not known after {Attempt} tries.")]
    private partial void LogUnknown(string subject, string ledger, int attempt);
}
