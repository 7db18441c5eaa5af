namespace Payments.Ledger.Records;

/// <summary>What becomes of a refund's part that failed after it had succeeded: an organization's setting.</summary>
public enum LateFailures
{
    /// <summary>It is released, and left for a person: the refund is that much smaller, or failed.</summary>
    Leave,

    /// <summary>It is offered to other captures, as a declined part is: the refund is pending again.</summary>
    Reallocate,
}
