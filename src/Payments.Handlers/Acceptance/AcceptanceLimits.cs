namespace Payments.Handlers;

/// <summary>The times that keep an acceptance and the work it enqueued in step.</summary>
public static class AcceptanceLimits
{
    /// <summary>
    /// The longest that an acceptance may take before its commit; one that takes longer is given up. A consumer waits
    /// at least twice as long for the commit before it takes a message for one whose acceptance failed.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>How long a reserved key is another request's before one for something else may take it over.</summary>
    public static readonly TimeSpan KeyHandover = 2 * Longest;

    /// <summary>
    /// How old a reservation may be for a repetition of its request to rest on it. An older one is made anew, or it
    /// might be handed over before the repetition commits.
    /// </summary>
    public static readonly TimeSpan KeyRenewal = Longest / 2;
}
