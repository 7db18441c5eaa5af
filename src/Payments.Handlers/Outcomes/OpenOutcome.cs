namespace Payments.Handlers.Outcomes;

/// <summary>That an inquiry left a record without an outcome.</summary>
/// <param name="PendingSince">
/// Since when its processor has had it, of several parts the first; null if what became of an operation is unknown.
/// </param>
public sealed record OpenOutcome(DateTimeOffset? PendingSince)
{
    /// <summary>One instance serves all that are unknown.</summary>
    public static OpenOutcome Unknown { get; } = new(PendingSince: null);
}
