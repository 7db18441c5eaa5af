using Payments.Ledger.Records;

namespace Payments.Ledger.Decisions;

/// <summary>
/// What a processor is known to have done. Of an unknown outcome nothing is known: nothing may be decided on it, and it
/// is queried again.
/// </summary>
public abstract record ProcessorOutcome
{
    private ProcessorOutcome()
    {
    }

    /// <summary>The money was moved, or reserved.</summary>
    /// <param name="Reference">The processor's reference for the operation.</param>
    public sealed record Succeeded(string Reference) : ProcessorOutcome;

    /// <summary>The operation was accepted, and is not executed yet: its outcome is still to come.</summary>
    /// <param name="Reference">The processor's reference for the operation.</param>
    public sealed record Accepted(string Reference) : ProcessorOutcome;

    /// <summary>No money was moved, and under this idempotency key none ever will be; or it has come back.</summary>
    /// <param name="Decline">Why.</param>
    /// <param name="Reference">The processor's reference for the operation, if it has one.</param>
    public sealed record Declined(Decline Decline, string? Reference = null) : ProcessorOutcome;
}
