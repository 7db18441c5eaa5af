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
        /// <summary>It carries nothing, so one serves all.</summary>
        public static Pending Instance { get; } = new();
    }

    /// <summary>The money was taken.</summary>
    /// <param name="ProcessorReference">The processor's name for the capture: what a refund is made against.</param>
    public sealed record Succeeded(string ProcessorReference) : CaptureOutcome;

    /// <summary>The processor declined, and what was set aside for it is free again.</summary>
    /// <param name="Decline">Why.</param>
    public sealed record Declined(Decline Decline) : CaptureOutcome;
}
