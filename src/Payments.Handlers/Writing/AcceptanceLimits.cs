namespace Payments.Handlers.Writing;

/// <summary>The times that keep an acceptance and the work it enqueued in step.</summary>
public static class AcceptanceLimits
{
    /// <summary>
    /// The longest that an acceptance may take before its commit; one that takes longer is given up. A consumer waits
    /// at least twice as long for the commit before it takes a message for one whose acceptance failed.
    /// </summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a key stays reserved for one request before a different request may take it over. On one ledger this is
    /// a courtesy: who owns the key is proved (<see cref="KeyReservations"/>). If the two requests are on two ledgers,
    /// neither commit shows the other, so the first commit must have ended by then: it began within
    /// <see cref="MaxDuration"/>; the rest allows for its way to storage and for clocks that differ.
    /// </summary>
    public static readonly TimeSpan KeyHandover = 3 * MaxDuration;

    /// <summary>
    /// How long those from whom a key was taken over are kept in mind: well past the life of any request on its way.
    /// </summary>
    public static readonly TimeSpan KeyMemory = TimeSpan.FromHours(1);
}
