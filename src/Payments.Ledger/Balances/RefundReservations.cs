using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>
/// What refunds reserve before they are allocated: an amount in exactly the scope that they selected.
/// </summary>
internal static class RefundReservations
{
    /// <summary>Reserves an amount in a scope.</summary>
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

    /// <summary>Releases an amount reserved in a scope.</summary>
    public static LedgerHead Release(LedgerHead head, RefundScope scope, Money amount) =>
        Add(head, scope, new Money(-amount.MinorUnits, amount.Currency));
}
