namespace Payments.Ledger.Records;

/// <summary>What the processor did with one allocation of a refund.</summary>
public abstract record AllocationOutcome
{
    private AllocationOutcome()
    {
    }

    /// <summary>Allocated to its capture; the processor's response is still to come.</summary>
    public sealed record Pending : AllocationOutcome
    {
        /// <summary>One instance serves all, because it has no data.</summary>
        public static Pending Instance { get; } = new();
    }

    /// <summary>The money was refunded.</summary>
    /// <param name="ProcessorReference">The processor's reference for the refund.</param>
    /// <param name="At">
    /// When the response was stored; null if the storefront's own processor refunded it, and in rows that predate this.
    /// </param>
    public sealed record Succeeded(string ProcessorReference, DateTimeOffset? At) : AllocationOutcome;

    /// <summary>
    /// Counted as refunded, but not executed: the storefront's own processor has the money, and the shop must refund it
    /// there.
    /// </summary>
    /// <param name="At">When it was recorded.</param>
    public sealed record Recorded(DateTimeOffset At) : AllocationOutcome;

    /// <summary>The processor declined, and the allocated amount was released.</summary>
    /// <param name="At">When the response was stored; null in rows that predate this.</param>
    public sealed record Declined(Decline Decline, DateTimeOffset? At) : AllocationOutcome;
}
