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

    /// <summary>The money was captured.</summary>
    /// <param name="ProcessorReference">The processor's reference for the capture, which refunds go against.</param>
    public sealed record Succeeded(string ProcessorReference) : CaptureOutcome;

    /// <summary>The processor declined, and the amount can be captured again.</summary>
    public sealed record Declined(Decline Decline) : CaptureOutcome;
}
