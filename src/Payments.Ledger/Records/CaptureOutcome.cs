namespace Payments.Ledger.Records;

/// <summary>What the processor did with a capture.</summary>
public abstract record CaptureOutcome
{
    private CaptureOutcome()
    {
    }

    /// <summary>The processor's response is still to come.</summary>
    public sealed record Pending : CaptureOutcome
    {
        /// <summary>One instance serves all, because it has no data.</summary>
        public static Pending Instance { get; } = new();
    }

    /// <summary>The processor has accepted the capture, and not executed it yet.</summary>
    /// <param name="ProcessorReference">The processor's reference for the capture, by which it is asked about.</param>
    /// <param name="Since">When that response was stored.</param>
    public sealed record WithProcessor(string ProcessorReference, DateTimeOffset Since) : CaptureOutcome;

    /// <summary>The money was captured.</summary>
    /// <param name="ProcessorReference">The processor's reference for the capture, which refunds go against.</param>
    public sealed record Succeeded(string ProcessorReference) : CaptureOutcome;

    /// <summary>The processor declined, and the amount can be captured again.</summary>
    public sealed record Declined(Decline Decline) : CaptureOutcome;

    /// <summary>Captured, and voided later at the processor: nothing of it can be refunded.</summary>
    /// <param name="ProcessorReference">The processor's reference for the capture.</param>
    /// <param name="At">When that was stored.</param>
    public sealed record Voided(string ProcessorReference, DateTimeOffset At) : CaptureOutcome
    {
        /// <summary>As a decline, for clients that know only those.</summary>
        public static Decline AsDecline { get; } =
            new(DeclineReason.Unspecified, "voided", "The capture was voided at the processor.");
    }
}
