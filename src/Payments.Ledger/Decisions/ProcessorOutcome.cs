using Payments.Ledger.Records;

namespace Payments.Ledger.Decisions;

/// <summary>
/// What a processor is known to have done. An outcome that is not known is none of these: nothing may be decided on it,
/// and it is asked again.
/// </summary>
public abstract record ProcessorOutcome
{
    private ProcessorOutcome()
    {
    }

    /// <summary>The money moved, or was set aside.</summary>
    /// <param name="Reference">The processor's name for it.</param>
    public sealed record Succeeded(string Reference) : ProcessorOutcome;

    /// <summary>Nothing moved, and under this idempotency key nothing ever will.</summary>
    public sealed record Declined(Decline Decline) : ProcessorOutcome;
}
