namespace Payments.Ledger.Records;

/// <summary>Why a part of a refund is taken from its capture.</summary>
public enum AllocationReason
{
    /// <summary>The capture had exactly the amount left that was to be allocated.</summary>
    ExactMatch,

    /// <summary>No capture had exactly the amount: of those not used yet, it had the most left.</summary>
    MostLeft,

    /// <summary>It was the oldest of those not used yet.</summary>
    Oldest,

    /// <summary>It was the newest of those not used yet.</summary>
    Newest,

    /// <summary>Every capture contributes in proportion to what it had left.</summary>
    Proportion,
}
