using Microsoft.Extensions.Logging;
using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>
/// Puts work off: a copy of the message is scheduled and the original completed. An abandoned message would come back
/// at once, and each time count as a failed delivery.
/// </summary>
public sealed partial class WorkSchedule(IWorkQueue queue, UnsettledNotes notes, ILogger<WorkSchedule> log)
{
    /// <summary>2 + 4 + … + 64 seconds are 126: more than twice the longest that an acceptance may take.</summary>
    private const int TriesUntilCommitted = 6;

    /// <summary>
    /// 2 + 4 + … + 64 seconds: most time-outs are over by then. After that the ledger says that the record is
    /// unsettled.
    /// </summary>
    private const int TriesUntilUnsettled = 6;

    /// <summary>
    /// 2 + 4 + … + 64 seconds, then 28 times 2 minutes: an hour in all. Outages of storage last minutes, seldom an
    /// hour; what still fails then is rather a defect that meets this one record, and a person must see it. Each try
    /// of that hour costs a few reads.
    /// </summary>
    private const int MostFaults = 34;

    /// <summary>
    /// Near enough for the queues to take it at once: it may be storage that fails, and the outbox with it.
    /// </summary>
    private static readonly TimeSpan LongestDelayAfterFault = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <summary>
    /// The record is not there (yet): its acceptance commits last. Looked for again for a while; then the acceptance
    /// has failed, nothing was promised, and the work is dropped.
    /// </summary>
    public Task UntilCommittedAsync(Work work, CancellationToken cancellationToken)
    {
        if (work.Attempt < TriesUntilCommitted) return LaterAsync(work, cancellationToken);
        LogDropped(work.Subject, work.Address.ToString());
        return Task.CompletedTask;
    }

    /// <summary>
    /// The processor has not said what it did with a record. Asked again soon a few times, then by what is unsettled in
    /// the ledger, for as long as it takes.
    /// </summary>
    public async Task UntilKnownAsync(Work work, RecordKey record, CancellationToken cancellationToken)
    {
        LogUnknown(work.Subject, work.Address.ToString(), work.Attempt);
        if (work.Attempt < TriesUntilUnsettled || !await notes.NoteAsync(work.Address, record, cancellationToken))
            await LaterAsync(work, cancellationToken);
    }

    /// <summary>There is more to do than fits one delivery.</summary>
    public Task ContinueAsync(Work work, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(work.Again(), TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// The work ended in a fault, of storage or of our own. Tried again, ever more rarely; false where that was done
    /// often enough, and a person must look at it.
    /// </summary>
    public async Task<bool> TryAfterFaultAsync(Work work, CancellationToken cancellationToken)
    {
        if (work.Faults >= MostFaults) return false;
        await queue.EnqueueAsync(work.AfterFault(), DelayAfterFault(work.Faults), cancellationToken);
        return true;
    }

    /// <summary>How long the faults that a work ended in were waited out.</summary>
    public static TimeSpan WaitedAfterFaults(Work work) => Enumerable.Range(0, work.Faults)
        .Aggregate(TimeSpan.Zero, (waited, faults) => waited + DelayAfterFault(faults));

    private Task LaterAsync(Work work, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(work.Again(), Delay(work.Attempt, LongestDelay), cancellationToken);

    private static TimeSpan DelayAfterFault(int faults) => Delay(faults, LongestDelayAfterFault);

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
