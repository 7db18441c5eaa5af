using Payments.Ledger.Balances;

namespace Payments.Ledger.Decisions;

/// <summary>Refusals at the limits of one ledger.</summary>
internal static class Limits
{
    /// <summary>The head can't hold one more of something.</summary>
    public static Rejection RejectTooMany(string what) =>
        new(RejectionReason.LimitReached, $"One order can't have more than {LedgerHead.MaxEntries} {what}.");
}
