using System.Collections.Immutable;
using Payments.Ledger.Currencies;

namespace Payments.Ledger.Balances;

/// <summary>
/// What must hold of every ledger at all times. Checked before each change is stored: a ledger that breaks an invariant
/// is never written, because continuing with wrong balances costs more than stopping.
/// </summary>
public static class Invariants
{
    /// <summary>The shares of an allocation add up to its amount.</summary>
    public static ImmutableArray<AllocationShare> SharesAddUp(ImmutableArray<AllocationShare> shares, Money amount) =>
        shares.Sum(amount.Currency, share => share.Amount) == amount
            ? shares
            : throw Violation($"shares of {amount} add up to {shares.Sum(amount.Currency, share => share.Amount)}");

    /// <summary>
    /// Captured plus released is at most authorized; refunded plus reserved is at most captured, per capture, per
    /// authorization and in total; and what refunds return to credit payments is at most what those paid. Disputes,
    /// voids and overpayments happen at the processor, whatever is reserved here: they reduce what can be refunded, and
    /// no invariant limits them.
    /// </summary>
    public static LedgerHead Check(LedgerHead head)
    {
        var captures = head.Captures.ToLookup(capture => capture.Authorization);
        foreach (var authorization in head.Authorizations) Check(authorization, captures[authorization.Id]);
        foreach (var capture in head.Captures) Check(capture);
        if (head.NegativeSum is (var sum, var name)) throw Violation($"{sum} {name}");
        var captured = head.Authorizations.Sum(head.Currency, authorization => authorization.Captured);
        if (head.Refunded + head.Reserved > captured)
            throw Violation($"{head.Refunded} refunded and {head.Reserved} reserved of {captured} captured");
        return head;
    }

    private static void Check(AuthorizationBalance authorization, IEnumerable<CaptureBalance> captures)
    {
        NotNegative(authorization.Captured, "captured");
        NotNegative(authorization.PendingCaptures, "capturing");
        NotNegative(authorization.Reserved, "held");
        var currency = authorization.Amount.Currency;
        NotNegative(authorization.Released ?? Money.Zero(currency), "released");
        if (authorization.Captured + authorization.PendingCaptures > authorization.Standing)
        {
            throw Violation(
                $"{authorization.Captured} and {authorization.PendingCaptures} captured of "
                + $"{authorization.Amount}, of which "
                + $"{authorization.Released} was released");
        }

        if (captures.Sum(currency, capture => capture.Amount) != authorization.Captured)
            throw Violation($"the captures of {authorization.Id} do not add up to {authorization.Captured}");
        if (authorization.Reserved > captures.Sum(currency, capture => capture.Unrefunded - capture.Reserved))
            throw Violation($"{authorization.Reserved} reserved of {authorization.Id} exceeds what its captures have");
    }

    private static void Check(CaptureBalance capture)
    {
        NotNegative(capture.Refunded, "refunded");
        NotNegative(capture.Allocated, "reserved");
        NotNegative(capture.Reserved, "held");
        NotNegative(capture.Disputed ?? Money.Zero(capture.Amount.Currency), "disputed");
        NotNegative(capture.Overpaid ?? Money.Zero(capture.Amount.Currency), "overpaid");
        if (capture.Disputed > capture.Amount)
            throw Violation($"{capture.Disputed} disputed of {capture.Amount} of {capture.Id}");
        if (capture.Refunded + capture.Allocated + capture.Reserved > capture.Amount)
        {
            throw Violation(
                $"{capture.Refunded}, {capture.Allocated} and {capture.Reserved} of {capture.Amount} of {capture.Id}");
        }
    }

    private static void NotNegative(Money amount, string what)
    {
        if (amount.MinorUnits < 0) throw Violation($"{amount} {what}");
    }

    private static BrokenInvariantException Violation(string what) => new($"The ledger does not add up: {what}.");
}
