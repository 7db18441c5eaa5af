using Payments.Ledger;

namespace Payments.Simulation;

/// <summary>
/// Whether what is paid otherwise than in cash, or set aside on a card, fits an order at the moment that it is stored:
/// its total, less credit payments, less what authorizations then stand for. Later the total may be lowered.
/// </summary>
internal static class BalanceCheck
{
    /// <summary>What does not fit.</summary>
    public static IEnumerable<string> Faults(Shadow ledger, LedgerChanges changes)
    {
        if (ledger.Head?.Order is not { } order) yield break;
        foreach (var entry in changes.Entries.Where(Counts))
        {
            var paid = ledger.Records.OfType<CreditPayment>().Sum(payment => payment.Amount.MinorUnits);
            var aside = ledger.Records.OfType<Authorization>().Sum(found => Stands(found, ledger.Head, entry.At));
            if (paid + aside > order.Total.MinorUnits)
            {
                yield return $"{ledger.Address}: with {entry.Record.RecordKey} credit payments of {paid} and "
                    + $"authorizations of {aside} are more than the order's {order.Total}";
            }
        }
    }

    /// <summary>What a storefront records was done elsewhere, and may be more.</summary>
    private static bool Counts(JournalEntry entry) => entry switch
    {
        { Type: ChangeType.Delete } => false,
        { Record: CreditPayment } => true,
        { Record: Authorization { Payment: null }, Type: ChangeType.Insert } => true,
        _ => false,
    };

    private static long Stands(Authorization authorization, LedgerHead head, DateTimeOffset at)
    {
        if (authorization.Status == AuthorizationStatus.Authorized && !(authorization.ExpiresAt <= at))
            return authorization.Amount.MinorUnits;
        var balance = head.Get(authorization.Id);
        return balance.Captured.MinorUnits + balance.Capturing.MinorUnits;
    }
}
