namespace Payments.Tables.Availability;

/// <summary>
/// A circuit breaker: while storage is away, all but one attempt in a while fail at once, so that an outage costs a
/// few requests their time and not all. Our own 20 lines instead of a package: it must sit between the SDK's retries,
/// where it counts attempts and ends the retries of calls that began before it opened. It loses nothing: an attempt
/// that it rejects was not sent.
/// </summary>
internal sealed class StorageBreaker(TimeProvider time)
{
    /// <summary>
    /// Attempts in a row that must fail, on all partitions together; one call alone makes at most 4.
    /// </summary>
    public const int FailureThreshold = 5;

    /// <summary>How long after a failure no attempt is made, but for the one that then finds out.</summary>
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(2);

    private int _failures;
    private long _openUntilTicks;

    /// <summary>Whether an attempt may be made now.</summary>
    public bool TryEnter()
    {
        if (Volatile.Read(ref _failures) < FailureThreshold) return true;
        var until = Interlocked.Read(ref _openUntilTicks);
        var now = time.GetUtcNow().UtcTicks;
        return now >= until
            && Interlocked.CompareExchange(ref _openUntilTicks, now + BreakDuration.Ticks, until) == until;
    }

    /// <summary>Storage answered, whatever it said.</summary>
    public void RecordAnswer() => Volatile.Write(ref _failures, 0);

    /// <summary>Storage did not answer, or said that it can't.</summary>
    public void RecordFailure()
    {
        if (Interlocked.Increment(ref _failures) >= FailureThreshold)
            Interlocked.Exchange(ref _openUntilTicks, time.GetUtcNow().UtcTicks + BreakDuration.Ticks);
    }
}
