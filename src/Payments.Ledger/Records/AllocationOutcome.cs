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

    /// <summary>
    /// The processor has accepted the refund, and not executed it yet. Its money stays allocated: it is neither
    /// refunded nor free.
    /// </summary>
    /// <param name="ProcessorReference">The processor's reference for the refund, by which it is asked about.</param>
    /// <param name="Since">When that response was stored.</param>
    public sealed record WithProcessor(string ProcessorReference, DateTimeOffset Since) : AllocationOutcome;

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
    /// <param name="ProcessorReference">
    /// The processor's reference, if it has one, as after it had accepted the refund: it can still be asked about.
    /// </param>
    public sealed record Declined(Decline Decline, DateTimeOffset? At, string? ProcessorReference = null)
        : AllocationOutcome;

    /// <summary>
    /// Refunded, and failed later: the card was closed, the bank sent the money back. The amount
    /// was released then.
    /// </summary>
    /// <param name="ProcessorReference">The processor's reference for the refund.</param>
    /// <param name="SucceededAt">When its success was stored.</param>
    /// <param name="Decline">Why it failed.</param>
    /// <param name="At">When its failure was stored.</param>
    public sealed record FailedLater(
        string ProcessorReference, DateTimeOffset? SucceededAt, Decline Decline, DateTimeOffset At) : AllocationOutcome;

    /// <summary>
    /// Refunded after the processor had said that it was not, when the amount had been released and was no longer free.
    /// Counted beside the capture's other refunds (<see cref="Balances.CaptureBalance.Overpaid"/>): the shop has paid
    /// it in addition.
    /// </summary>
    /// <param name="ProcessorReference">The processor's reference for the refund.</param>
    /// <param name="At">When that was stored.</param>
    public sealed record Overpaid(string ProcessorReference, DateTimeOffset At) : AllocationOutcome;
}
