namespace Payments.Ledger.Records;

/// <summary>How a refund is spread over captures.</summary>
public enum AllocationPolicy
{
    /// <summary>
    /// One capture with exactly the amount left if there is one, else the largest first: the fewest operations and
    /// fees.
    /// </summary>
    FewestCaptures,

    /// <summary>The oldest capture first.</summary>
    OldestFirst,

    /// <summary>The newest capture first.</summary>
    NewestFirst,

    /// <summary>
    /// Every capture in proportion to what it has left; the remaining minor units go to the largest remainders.
    /// </summary>
    Proportional,
}
