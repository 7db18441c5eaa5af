namespace Payments.Ledger;

/// <summary>Refusals at the limits of one ledger.</summary>
internal static class Limits
{
    /// <summary>The head can't hold one more of something.</summary>
    public static Refusal TooMany(string what) =>
        new(RefusalReason.LimitReached, $"One order can't have more than {LedgerHead.MaximumEntries} {what}.");
}
