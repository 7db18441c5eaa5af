using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>
/// What refunds hold before they are allocated: an amount at the very place that they were asked against.
/// </summary>
internal static class RefundReservations
{
    /// <summary>The head with an amount more held for a scope.</summary>
    public static LedgerHead Add(LedgerHead head, RefundScope scope, Money amount)
    {
        switch (scope)
        {
            case RefundScope.OfCapture one:
                var capture = head.GetRequired(one.Id);
                return head.With(capture with { Reserved = capture.Reserved + amount });
            case RefundScope.OfAuthorization one:
                var authorization = head.GetRequired(one.Id);
                return head.With(authorization with { Reserved = authorization.Reserved + amount });
            default:
                return head with { ReservedOnLedger = head.ReservedOnLedger + amount };
        }
    }

    /// <summary>The head with an amount less held for a scope.</summary>
    public static LedgerHead Release(LedgerHead head, RefundScope scope, Money amount) =>
        Add(head, scope, new Money(-amount.MinorUnits, amount.Currency));
}
