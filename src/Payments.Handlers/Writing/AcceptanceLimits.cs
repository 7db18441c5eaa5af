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
    /// How long a reserved key is another request's before one for something else may take it over. On one ledger it is
    /// only manners: who has the key is proved (<see cref="KeyReservations"/>). Where the two requests are on two ledgers no
    /// commit tells of the other one, so the first one's must have come to its end by then: it began within
    /// <see cref="MaxDuration"/>, and the rest is for its way to storage and for clocks that differ.
    /// </summary>
    public static readonly TimeSpan KeyHandover = 3 * MaxDuration;

    /// <summary>
    /// How long those from whom a key was taken over are kept in mind: well past the life of any request on its way.
    /// </summary>
    public static readonly TimeSpan KeyMemory = TimeSpan.FromHours(1);
}
