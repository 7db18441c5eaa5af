namespace Payments.Ledger.Records;

/// <summary>What the processor did with one allocation of a refund.</summary>
public abstract record AllocationOutcome
{
    private AllocationOutcome()
    {
    }

    /// <summary>Reserved on its capture; the processor's response is still to come.</summary>
    public sealed record Pending : AllocationOutcome
    {
        /// <summary>It carries nothing, so one serves all.</summary>
        public static Pending Instance { get; } = new();
    }

    /// <summary>The money was given back.</summary>
    /// <param name="ProcessorReference">The processor's name for the refund.</param>
    /// <param name="At">
    /// When the response was stored, UTC; null where the storefront's own processor made the refund, and in rows from
    /// before this was kept.
    /// </param>
    public sealed record Succeeded(string ProcessorReference, DateTimeOffset? At) : AllocationOutcome;

    /// <summary>The processor declined, and what was reserved is free again.</summary>
    /// <param name="Decline">Why.</param>
    /// <param name="At">When the response was stored, UTC; null in rows from before this was kept.</param>
    public sealed record Declined(Decline Decline, DateTimeOffset? At) : AllocationOutcome;
}
