using System.Collections.Immutable;

namespace Payments.Ledger;

/// <summary>
/// What must hold of every ledger at every moment. Checked before each change is stored: a ledger that breaks one is
/// never written, for going on wrong costs more than stopping.
/// </summary>
public static class Invariants
{
    /// <summary>The shares of an allocation add up to its amount.</summary>
    public static ImmutableArray<CaptureShare> SharesAddUp(ImmutableArray<CaptureShare> shares, Money amount) =>
        shares.Sum(amount.Currency, share => share.Amount) == amount
            ? shares
            : throw Broken($"shares of {amount} add up to {shares.Sum(amount.Currency, share => share.Amount)}");

    /// <summary>
    /// Captured and released are at most authorized; refunded and reserved are at most captured, per capture, per
    /// authorization and in all.
    /// </summary>
    public static LedgerHead Hold(LedgerHead head)
    {
        var captures = head.Captures.ToLookup(capture => capture.Authorization);
        foreach (var authorization in head.Authorizations) Hold(authorization, captures[authorization.Id]);
        foreach (var capture in head.Captures) Hold(capture);
        NotNegative(head.Held, "held");
        NotNegative(head.CreditPayments, "credit payments");
        NotNegative(head.OpenCredits, "open credits");
        if (head.Refunded + head.Reserved > head.Captured)
            throw Broken($"{head.Refunded} refunded and {head.Reserved} reserved of {head.Captured} captured");
        return head;
    }

    private static void Hold(AuthorizationBalance authorization, IEnumerable<CaptureBalance> captures)
    {
        NotNegative(authorization.Captured, "captured");
        NotNegative(authorization.Capturing, "capturing");
        NotNegative(authorization.Held, "held");
        var currency = authorization.Amount.Currency;
        NotNegative(authorization.Released ?? Money.Zero(currency), "released");
        if (authorization.Captured + authorization.Capturing > authorization.Standing)
        {
            throw Broken(
                $"{authorization.Captured} and {authorization.Capturing} captured of {authorization.Amount}, of which "
                + $"{authorization.Released} was released");
        }

        if (captures.Sum(currency, capture => capture.Amount) != authorization.Captured)
            throw Broken($"the captures of {authorization.Id} do not add up to {authorization.Captured}");
        if (authorization.Held > captures.Sum(currency, capture => capture.Room - capture.Held))
            throw Broken($"{authorization.Held} held of {authorization.Id} is more than its captures have left");
    }

    private static void Hold(CaptureBalance capture)
    {
        NotNegative(capture.Refunded, "refunded");
        NotNegative(capture.Reserved, "reserved");
        NotNegative(capture.Held, "held");
        if (capture.Refunded + capture.Reserved + capture.Held > capture.Amount)
        {
            throw Broken(
                $"{capture.Refunded}, {capture.Reserved} and {capture.Held} of {capture.Amount} of {capture.Id}");
        }
    }

    private static void NotNegative(Money amount, string what)
    {
        if (amount.MinorUnits < 0) throw Broken($"{amount} {what}");
    }

    private static BrokenInvariantException Broken(string what) => new($"The ledger does not add up: {what}.");
}
