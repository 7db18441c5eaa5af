using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>
/// What refunds returned to credit payments, as transactions of these. An OrderCloud payment keeps its amount when it
/// is refunded, so the negative credit payments of the ledger are no payments here. They name none of those that they
/// return to: what was returned first is shown with the oldest that has not had all of its amount returned.
/// </summary>
internal sealed class CreditRefunds
{
    private readonly ILookup<Id<CreditPayment>, Share> _shares;

    private CreditRefunds(IEnumerable<Share> shares) => _shares = shares.ToLookup(share => share.Payment);

    public static CreditRefunds From(LoadedLedger ledger)
    {
        var inOrder = ledger.All<CreditPayment>()
            .OrderBy(payment => payment.CreatedAt)
            .ThenBy(payment => payment.Id.Unique, StringComparer.Ordinal)
            .ToLookup(payment => payment.Refund is not null);
        return new CreditRefunds(Spread(inOrder[true], new Queue<CreditPayment>(inOrder[false])));
    }

    /// <summary>Those of a credit payment: one transaction for each refund, with the refund's id.</summary>
    public IEnumerable<TransactionView> From(CreditPayment payment) => _shares[payment.Id]
        .GroupBy(share => share.Refund)
        .Select(shares => TransactionView.FromReturned(
            shares.Key, shares.First().At, shares.Sum(payment.Amount.Currency, share => share.Amount)));

    private static IEnumerable<Share> Spread(IEnumerable<CreditPayment> refunds, Queue<CreditPayment> payments)
    {
        var used = 0L;
        foreach (var refund in refunds)
        {
            var left = -refund.Amount.MinorUnits;
            while (left > 0 && payments.TryPeek(out var payment))
            {
                var share = Math.Min(left, payment.Amount.MinorUnits - used);
                yield return new Share(
                    payment.Id, refund.Refund!.Value, refund.CreatedAt, new Money(share, refund.Amount.Currency));
                (left, used) = (left - share, used + share);
                if (used < payment.Amount.MinorUnits) continue;
                payments.Dequeue();
                used = 0;
            }
        }
    }

    private sealed record Share(Id<CreditPayment> Payment, Id<Refund> Refund, DateTimeOffset At, Money Amount);
}
