using Payments.Ledger.Balances;

namespace Payments.Ledger.Decisions;

/// <summary>Rejections at the limits of one ledger.</summary>
internal static class Limits
{
    /// <summary>The head has reached <see cref="LedgerHead.MaxEntries"/>.</summary>
    public static Rejection RejectTooMany(string what) =>
        new(RejectionReason.LimitReached, $"One order can't have more than {LedgerHead.MaxEntries} {what}.");
}
