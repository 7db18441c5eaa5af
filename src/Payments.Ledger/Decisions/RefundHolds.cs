namespace Payments.Ledger;

/// <summary>
/// What refunds hold before they are allocated: an amount at the very place that they were asked against.
/// </summary>
internal static class RefundHolds
{
    /// <summary>The head with an amount more held for a scope.</summary>
    public static LedgerHead Add(LedgerHead head, RefundScope scope, Money amount)
    {
        switch (scope)
        {
            case RefundScope.OfCapture one:
                var capture = head.Get(one.Id);
                return head.With(capture with { Held = capture.Held + amount });
            case RefundScope.OfAuthorization one:
                var authorization = head.Get(one.Id);
                return head.With(authorization with { Held = authorization.Held + amount });
            default:
                return head with { Held = head.Held + amount };
        }
    }

    /// <summary>The head with an amount less held for a scope.</summary>
    public static LedgerHead Free(LedgerHead head, RefundScope scope, Money amount) =>
        Add(head, scope, new Money(-amount.MinorUnits, amount.Currency));
}
