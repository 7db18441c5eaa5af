using System.Collections.Immutable;

namespace Payments.Ledger;

/// <summary>
/// How much a refund may take, and from where. Refunds that wait for their allocation hold an amount of what they were
/// asked against: one capture, one authorization's captures, or all of the ledger's. These nest, so that a set of held
/// amounts can be met exactly if, for each capture, each authorization and the whole, what is held within is at most
/// what is left there. Every decision keeps it so.
/// </summary>
internal static class RefundRooms
{
    /// <summary>
    /// The most that a new refund of a scope may ask for: the least of what the scope and all around it have free.
    /// </summary>
    public static Money Available(LedgerHead head, RefundScope scope, DateTimeOffset at)
    {
        var captures = head.Captures.Where(capture => !capture.IsExpired(at)).ToList();
        var free = captures.ToDictionary(capture => capture.Id, capture => capture.Room - capture.Held);
        var whole = free.Values.Sum(head.Currency, room => room)
            - head.Authorizations.Sum(head.Currency, authorization => authorization.Held)
            - head.Held;
        var least = whole;
        if (scope.Authorization is { } id && head.Find(id) is { } balance)
        {
            var ofAuthorization = captures.Where(capture => capture.Authorization == id);
            least = Money.Min(least, ofAuthorization.Sum(head.Currency, capture => free[capture.Id]) - balance.Held);
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
    public static IEnumerable<CaptureRoom> Of(
        LedgerHead head, RefundScope scope, Func<CaptureBalance, bool> usable)
    {
        var aside = scope.Authorization is null ? HeldByAuthorizations(head) : [];
        return head.Captures
            .Where(capture => Includes(scope, capture) && usable(capture))
            .Select(capture => new CaptureRoom(
                capture.Id,
                capture.Room - capture.Held - aside.GetValueOrDefault(capture.Id, Money.Zero(head.Currency)),
                capture.CapturedAt))
            .Where(room => room.Amount.IsPositive);
    }

    /// <summary>
    /// A place for what refunds of single authorizations hold: the newest of their captures, for the oldest may have
    /// been too old for them when they were accepted.
    /// </summary>
    private static Dictionary<Id<Capture>, Money> HeldByAuthorizations(LedgerHead head)
    {
        var aside = new Dictionary<Id<Capture>, Money>();
        foreach (var authorization in head.Authorizations.Where(authorization => authorization.Held.IsPositive))
        {
            var left = authorization.Held;
            var captures = head.Captures
                .Where(capture => capture.Authorization == authorization.Id)
                .OrderByDescending(capture => capture.CapturedAt);
            foreach (var capture in captures)
            {
                var share = Money.Min(left, capture.Room - capture.Held);
                aside[capture.Id] = share;
                left -= share;
            }
        }

        return aside;
    }

    private static bool Includes(RefundScope scope, CaptureBalance capture) => scope switch
    {
        RefundScope.OfAuthorization one => one.Id == capture.Authorization,
        RefundScope.OfCapture one => one.Id == capture.Id,
        _ => true,
    };
}
