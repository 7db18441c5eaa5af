using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>
/// How much a refund may take, and from where. Refunds that wait for their allocation hold an amount of what they were
/// asked against: one capture, one authorization's captures, or all of the ledger's. These nest, so that a set of held
/// amounts can be met exactly if, for each capture, each authorization and the whole, what is held within is at most
/// what is left there. Every decision keeps it so.
/// </summary>
internal static class RefundAvailability
{
    /// <summary>
    /// The most that a new refund of a scope may ask for: the least of what the scope and all around it have free.
    /// </summary>
    public static Money Available(LedgerHead head, RefundScope scope, DateTimeOffset at)
    {
        var captures = head.Captures.Where(capture => !capture.IsExpired(at)).ToList();
        var free = captures.ToDictionary(capture => capture.Id, capture => capture.Refundable - capture.Reserved);
        var whole = free.Values.Sum(head.Currency, room => room)
            - head.Authorizations.Sum(head.Currency, authorization => authorization.Reserved)
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
    /// What each capture of a scope has for a refund whose own held amount has just been given back to the head: what
    /// is left of it, less what refunds of narrower scopes hold there. Refunds of the same scope need no setting aside:
    /// whichever comes first, the others find as much.
    /// </summary>
    public static IEnumerable<RefundableCapture> ListRefundable(
        LedgerHead head, RefundScope scope, Func<CaptureBalance, bool> usable)
    {
        var aside = scope.Authorization is null ? PlaceAuthorizationReservations(head) : [];
        return head.Captures
            .Where(capture => capture.IsIn(scope) && usable(capture))
            .Select(capture => new RefundableCapture(
                capture.Id,
                capture.Refundable - capture.Reserved - aside.GetValueOrDefault(capture.Id, Money.Zero(head.Currency)),
                capture.CapturedAt))
            .Where(room => room.Amount.IsPositive);
    }

    /// <summary>
    /// A place for what refunds of single authorizations hold: the newest of their captures, for the oldest may have
    /// been too old for them when they were accepted.
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
                var share = Money.Min(left, capture.Refundable - capture.Reserved);
                aside[capture.Id] = share;
                left -= share;
            }
        }

        return aside;
    }
}
