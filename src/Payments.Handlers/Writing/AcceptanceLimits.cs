namespace Payments.Handlers.Writing;

/// <summary>The times that keep a request and the work that it enqueues in step.</summary>
public static class AcceptanceLimits
{
    /// <summary>
    /// The longest that a request may take until its commit; a slower one is abandoned. A consumer waits at least twice
    /// as long for the commit before it concludes that the request failed.
    /// </summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a key stays reserved for one request before a different request may take it over. On one ledger this is
    /// only a courtesy: the owner of the key is proved (<see cref="KeyReservations"/>). With two requests on two
    /// ledgers, neither commit sees the other, so the first commit must be over by then: it began within <see
    /// cref="MaxDuration"/>; the rest allows for its way to storage and for clock differences.
    /// </summary>
    public static readonly TimeSpan KeyHandover = 3 * MaxDuration;

    /// <summary>
    /// How long the previous owners of a key are remembered: well past the end of any request in progress.
    /// </summary>
    public static readonly TimeSpan KeyMemory = TimeSpan.FromHours(1);
}
