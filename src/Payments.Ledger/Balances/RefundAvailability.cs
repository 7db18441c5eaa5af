using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>
/// How much a refund may take, and from where. A refund that is not allocated yet reserves its amount in its scope: one
/// capture, one authorization's captures, or all of the ledger's. The scopes nest, so a set of reservations can be met
/// exactly if, for each capture, each authorization and the whole ledger, what is reserved within is at most what is
/// left there. Every decision keeps it so. Only what happens at the processor (a dispute, a void) may leave less than
/// is reserved: then the reservations take it all, and none of another capture.
/// </summary>
internal static class RefundAvailability
{
    /// <summary>
    /// The most that a new refund of a scope may request: the least of what is available in the scope and in those
    /// around it.
    /// </summary>
    public static Money Available(LedgerHead head, RefundScope scope, DateTimeOffset at)
    {
        var captures = head.Captures.Where(capture => !capture.IsExpired(at)).ToList();
        var free = captures.ToDictionary(capture => capture.Id, capture => capture.Free);
        var whole = free.Values.Sum(head.Currency, room => room)
            - head.Authorizations.Sum(head.Currency, authorization => Kept(head, authorization))
            - head.ReservedOnLedger;
        var least = whole;
        if (scope.Authorization is { } id && head.Find(id) is { } balance)
        {
            var ofAuthorization = captures.Where(capture => capture.Authorization == id);
            least = Money.Min(
                least, ofAuthorization.Sum(head.Currency, capture => free[capture.Id]) - balance.Reserved);
        }

        if (scope.Capture is { } captureId)
            least = Money.Min(least, free.GetValueOrDefault(captureId, Money.Zero(head.Currency)));
        return least.MinorUnits < 0 ? Money.Zero(head.Currency) : least;
    }

    /// <summary>
    /// What each capture of a scope offers a refund whose own reservation has just been released: what is left of it,
    /// less what refunds of narrower scopes have reserved there. Refunds of the same scope need no allowance: whichever
    /// is allocated first, the others find enough.
    /// </summary>
    public static IEnumerable<RefundableCapture> ListRefundable(
        LedgerHead head, RefundScope scope, Func<CaptureBalance, bool> usable)
    {
        var aside = scope.Authorization is null ? PlaceAuthorizationReservations(head) : [];
        return head.Captures
            .Where(capture => capture.IsIn(scope) && usable(capture))
            .Select(capture => new RefundableCapture(
                capture.Id,
                capture.Free - aside.GetValueOrDefault(capture.Id, Money.Zero(head.Currency)),
                capture.CapturedAt))
            .Where(room => room.Amount.IsPositive);
    }

    /// <summary>What refunds of an authorization alone can still take of what they have reserved.</summary>
    private static Money Kept(LedgerHead head, AuthorizationBalance authorization)
    {
        if (authorization.Reserved.IsZero) return authorization.Reserved;
        var free = head.Captures
            .Where(capture => capture.Authorization == authorization.Id)
            .Sum(head.Currency, capture => capture.Free);
        return Money.Min(authorization.Reserved, free);
    }

    /// <summary>
    /// Assigns what refunds of single authorizations have reserved to the newest of their captures, because the oldest
    /// may already have been too old when those refunds were accepted.
    /// </summary>
    private static Dictionary<Id<Capture>, Money> PlaceAuthorizationReservations(LedgerHead head)
    {
        var aside = new Dictionary<Id<Capture>, Money>();
        foreach (var authorization in head.Authorizations.Where(authorization => authorization.Reserved.IsPositive))
        {
            var left = authorization.Reserved;
            var captures = head.Captures
                .Where(capture => capture.Authorization == authorization.Id)
                .OrderByDescending(capture => capture.CapturedAt);
            foreach (var capture in captures)
            {
                var share = Money.Min(left, capture.Free);
                aside[capture.Id] = share;
                left -= share;
            }
        }

        return aside;
    }
}
