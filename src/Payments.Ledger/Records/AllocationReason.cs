namespace Payments.Ledger.Records;

/// <summary>Why a part of a refund is taken from the capture that it is taken from.</summary>
public enum AllocationReason
{
    /// <summary>The capture had just the amount left that was to be placed.</summary>
    ExactMatch,

    /// <summary>No capture had just the amount: of those not used yet, it had the most left.</summary>
    MostLeft,

    /// <summary>Of those not used yet, it was the oldest.</summary>
    Oldest,

    /// <summary>Of those not used yet, it was the newest.</summary>
    Newest,

    /// <summary>Every capture gives in proportion to what it had left.</summary>
    Proportion,
}
