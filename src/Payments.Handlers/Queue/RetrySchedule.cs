using Microsoft.Extensions.Logging;
using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Handlers.Queue;

/// <summary>
/// Reschedules work: a copy of the message is scheduled and the original completed. An abandoned message would come
/// back at once, and each time count as a failed delivery.
/// </summary>
public sealed partial class RetrySchedule(IWorkQueue queue, UnknownOutcomeRegister register, ILogger<RetrySchedule> log)
{
    /// <summary>2 + 4 + … + 64 seconds are 126: more than twice the longest time until a request's commit.</summary>
    private const int MaxCommitAttempts = 6;

    /// <summary>
    /// 2 + 4 + … + 64 seconds: most timeouts are over by then. After that the record is registered in its ledger as one
    /// of unknown outcome.
    /// </summary>
    private const int AttemptsUntilRegistered = 6;

    /// <summary>
    /// 2 + 4 + … + 64 seconds, then 28 times 2 minutes: an hour in all. Storage outages last minutes, seldom an hour;
    /// what still fails then is more likely a defect that affects this one record, and a person must look at it. Each
    /// attempt of that hour costs a few reads.
    /// </summary>
    private const int MaxFailures = 34;

    /// <summary>Some two hours of growing delays, then one an hour: a week.</summary>
    private const int MaxQuestions = 180;

    /// <summary>
    /// Short enough for the message to go to the queues at once: it may be storage that fails, and the outbox with it.
    /// </summary>
    private static readonly TimeSpan MaxDelayAfterFailure = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    /// <summary>
    /// The record does not exist (yet): its request commits last. Retried for a while; after that the request has
    /// failed, nothing was promised, and the work is dropped.
    /// </summary>
    public Task AwaitCommitAsync(WorkItem work, CancellationToken cancellationToken)
    {
        if (work.Attempt < MaxCommitAttempts) return RescheduleAsync(work, cancellationToken);
        LogDropped(work.Subject, work.Address.ToString());
        return Task.CompletedTask;
    }

    /// <summary>
    /// The outcome of a record is unknown. Retried a few times soon, then handed to the ledger's register of unknown
    /// outcomes, for as long as it takes.
    /// </summary>
    public async Task AwaitOutcomeAsync(WorkItem work, RecordKey record, CancellationToken cancellationToken)
    {
        LogUnknown(work.Subject, work.Address.ToString(), work.Attempt);
        if (work.Attempt < AttemptsUntilRegistered
            || !await register.RegisterAsync(work.Address, record, cancellationToken))
            await RescheduleAsync(work, cancellationToken);
    }

    /// <summary>
    /// The processor has accepted the operation, and will execute it when it can: that takes hours or days. The record
    /// is registered at once, to be asked about on the register's timetable.
    /// </summary>
    public async Task AwaitProcessorAsync(WorkItem work, RecordKey record, CancellationToken cancellationToken)
    {
        if (!await register.RegisterAsync(work.Address, record, cancellationToken))
            await RescheduleAsync(work, cancellationToken);
    }

    /// <summary>
    /// A review can't learn now what has become of its record. It asks again at growing intervals, until it knows: what
    /// it was to learn of may not be told twice. Throws once that was done for a week, so that a person looks at it.
    /// </summary>
    /// <param name="work">The review.</param>
    /// <param name="open">
    /// The record, if its own outcome is unknown: it is registered too, after a few attempts.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task AwaitAnswerAsync(WorkItem work, RecordKey? open, CancellationToken cancellationToken)
    {
        LogUnknown(work.Subject, work.Address.ToString(), work.Attempt);
        if (work.Attempt >= MaxQuestions)
        {
            throw new InvalidOperationException(
                $"The processor has not said for a week what has become of {work.Subject}.");
        }

        if (open is { } record && work.Attempt == AttemptsUntilRegistered)
            await register.RegisterAsync(work.Address, record, cancellationToken);
        await RescheduleAsync(work, cancellationToken);
    }

    /// <summary>There is more to do than fits into one delivery.</summary>
    public Task ContinueAsync(WorkItem work, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(work.NextAttempt(), TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// The work failed, because of storage or a defect. Retried at growing intervals; false once that was done often
    /// enough, and a person must look at it.
    /// </summary>
    public async Task<bool> RetryAfterFailureAsync(WorkItem work, CancellationToken cancellationToken)
    {
        if (work.FailureCount >= MaxFailures) return false;
        await queue.EnqueueAsync(work.AfterFailure(), DelayAfterFailure(work.FailureCount), cancellationToken);
        return true;
    }

    /// <summary>The total delay after so many failures in a row.</summary>
    public static TimeSpan TotalDelayAfterFailures(WorkItem work) => Enumerable.Range(0, work.FailureCount)
        .Aggregate(TimeSpan.Zero, (waited, failures) => waited + DelayAfterFailure(failures));

    private Task RescheduleAsync(WorkItem work, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(work.NextAttempt(), Delay(work.Attempt, MaxDelay), cancellationToken);

    private static TimeSpan DelayAfterFailure(int failures) => Delay(failures, MaxDelayAfterFailure);

    private static TimeSpan Delay(int before, TimeSpan longest)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(before, 20));
        return delay < longest ? delay : longest;
    }

    [LoggerMessage(LogLevel.Information, "Dropped work on {Subject} of {Ledger}: it was never committed.")]
    private partial void LogDropped(string subject, string ledger);

    [LoggerMessage(
        LogLevel.Warning, "The outcome of {Subject} of {Ledger} is still unknown after {Attempt} attempts.")]
    private partial void LogUnknown(string subject, string ledger, int attempt);
}
