using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>
/// Whether what is paid other than in cash, or authorized on a card, fits an order at the moment it is stored: the
/// order's total, less credit payments, less outstanding authorizations, less accepted payments other than cards. The
/// total may be lowered later.
/// </summary>
internal static class BalanceCheck
{
    /// <summary>The violation, if any.</summary>
    public static IEnumerable<string> Faults(Shadow ledger, LedgerChanges changes)
    {
        if (ledger.Head?.Order is not { } order) yield break;
        foreach (var entry in changes.Entries.Where(entry => Counts(entry, ledger)))
        {
            var paid = ledger.Records.OfType<CreditPayment>()
                .Where(payment => payment.Refund is null || order.RefundsReopen)
                .Sum(payment => payment.Amount.MinorUnits);
            var aside = ledger.Records.OfType<Authorization>().Sum(found => Stands(found, ledger.Head, entry.At));
            var accepted = ledger.Records.OfType<Payment>().Sum(payment => PaysBeyond(payment, ledger, entry.At));
            if (paid + aside + accepted - GivenUp(ledger, entry.At) > order.Total.MinorUnits)
            {
                yield return $"{ledger.Address}: with {entry.Record.RecordKey} credit payments of {paid}, "
                    + $"authorizations of {aside} and accepted payments of {accepted} are more than the order's "
                    + $"{order.Total}";
            }
        }
    }

    /// <summary>
    /// What a storefront records happened elsewhere, and may exceed the balance: a payment that then replaces one
    /// without an amount lowers the balance no further.
    /// </summary>
    private static bool Counts(JournalEntry entry, Shadow ledger) => entry switch
    {
        { Type: ChangeType.Delete } => false,
        { Record: CreditPayment { Refund: null } } => true,
        { Record: Payment { Accepted: true, Type: not PaymentType.CreditCard }, Type: ChangeType.Insert } =>
            !ledger.Records.OfType<Payment>().Any(payment => payment.Amount is null),
        { Record: Authorization { Payment: null }, Type: ChangeType.Insert } => true,
        _ => false,
    };

    /// <summary>What an accepted payment other than a card has beyond what is authorized on it.</summary>
    private static long PaysBeyond(Payment payment, Shadow ledger, DateTimeOffset at) =>
        payment is { Accepted: true, Type: not PaymentType.CreditCard, Amount: { } amount }
            ? Math.Max(0, amount.MinorUnits - Recorded(payment, ledger, at))
            : 0;

    /// <summary>
    /// What payments no longer cover because they were reduced after a refund; all that was refunded, if it is paid
    /// again.
    /// </summary>
    private static long GivenUp(Shadow ledger, DateTimeOffset at) => ledger.Head!.Order!.RefundsReopen
        ? ledger.Head.Captures.Sum(capture => capture.Refunded.MinorUnits)
        : ledger.Records.OfType<Payment>().Sum(payment => GivenUp(payment, ledger, at));

    private static long GivenUp(Payment payment, Shadow ledger, DateTimeOffset at)
    {
        if (payment.Amount is not { } amount) return 0;
        var refunded = ledger.Head!.Captures
            .Where(capture => ledger.Head.GetRequired(capture.Authorization).Payment == payment.Id)
            .Sum(capture => capture.Refunded.MinorUnits);
        return Math.Max(0, Math.Min(Recorded(payment, ledger, at) - amount.MinorUnits, refunded));
    }

    private static long Recorded(Payment payment, Shadow ledger, DateTimeOffset at) => ledger.Records
        .OfType<Authorization>()
        .Where(found => found.Payment == payment.Id)
        .Sum(found => Stands(found, ledger.Head!, at));

    private static long Stands(Authorization authorization, LedgerHead head, DateTimeOffset at)
    {
        if (authorization.Status == AuthorizationStatus.Authorized && !(authorization.ExpiresAt <= at))
            return authorization.Amount.MinorUnits - (authorization.Released?.MinorUnits ?? 0);
        var balance = head.GetRequired(authorization.Id);
        return balance.Captured.MinorUnits + balance.PendingCaptures.MinorUnits;
    }
}
