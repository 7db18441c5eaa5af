using System.Diagnostics.CodeAnalysis;
using Payments.Ledger.Allocations;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>Decides on requests for refunds. <see cref="RefundProgress"/> decides what follows.</summary>
public static class RefundDecisions
{
    /// <summary>
    /// Creates a pending refund that reserves its amount at once: at most what is captured, and neither refunded,
    /// allocated nor reserved, of what was selected (flow-payments.md, Refund, rules); with credit payments among its
    /// tenders, at most what those can take as well, each tender's share reserved on it. If a smaller refund is
    /// acceptable, the excess is released at once.
    /// </summary>
    public static Decision<Refund> Decide(LedgerHead? head, RequestRefund command)
    {
        if (!TrySelect(head, command, out var scope, out var rejection)
            || !TrySize(head, command, scope, out var shares, out rejection))
            return new Decision<Refund>.Rejected(rejection);
        if (FindAuthorization(head, scope) is not { } authorization)
        {
            return Decision<Refund>.Reject(
                RejectionReason.Conflict,
                $"Order {head.Order?.Number} has no authorization that a refund could be shown with: "
                + "replace or delete its credit payment.");
        }

        var refund = command.CreateRefund(
            head.Order?.Number, head.GetName(authorization), scope, shares.Total, shares.Credit);
        var reserved = RefundReservations.Add(head, scope, shares.Card).ReserveForCredit(shares.Credit);
        return Decision<Refund>.Accept(
            refund, LedgerChanges.Create(reserved, command.At, (ChangeType.Insert, refund)));
    }

    /// <summary>The authorization that a refund is shown with; null if the ledger has none.</summary>
    private static Id<Authorization>? FindAuthorization(LedgerHead head, RefundScope scope) =>
        scope.Authorization
        ?? head.Captures.FirstOrDefault(capture => capture.IsIn(scope))?.Authorization
        ?? head.Authorizations.FirstOrDefault()?.Id;

    private static bool TrySelect(
        [NotNullWhen(true)] LedgerHead? head,
        RequestRefund command,
        out RefundScope scope,
        [NotNullWhen(false)] out Rejection? rejection)
    {
        var capture = command.Capture is { } id ? head?.Find(id) : null;
        scope = (capture, command.Authorization) switch
        {
            ({ } one, _) => new RefundScope.OfCapture(one.Authorization, one.Id),
            (_, { } authorization) => new RefundScope.OfAuthorization(authorization),
            _ => RefundScope.WholeLedger,
        };
        rejection = CheckSelection(head, command, capture);
        return rejection is null && head is not null;
    }

    private static Rejection? CheckSelection(LedgerHead? head, RequestRefund command, CaptureBalance? capture)
    {
        var isByOrderAlone = command is { Request.Order: not null, Authorization: null, Capture: null };
        if (command.Request.Tenders != RefundTenders.Card && !isByOrderAlone)
        {
            return new Rejection(
                RejectionReason.Conflict, "Only a refund by order number can go back to credit payments.");
        }

        if (command.Request.Order is { } number && head?.Order is null)
            return new Rejection(RejectionReason.UnknownOrder, $"There is no order {number}.");
        if (command.Request.Order is { } other && head?.Order?.Number != other)
            return new Rejection(
                RejectionReason.SelectionsDisagree, $"The resources named do not belong to order {other}.");
        if (command.Capture is not null && capture is null)
            return new Rejection(RejectionReason.UnknownCapture, $"There is no successful capture {command.Capture}.");
        if (command.Authorization is { } id && head?.Find(id) is null)
            return new Rejection(RejectionReason.UnknownAuthorization, $"There is no authorization {id} to refund.");
        if (capture is not null && command.Authorization is { } named && capture.Authorization != named)
        {
            return new Rejection(
                RejectionReason.SelectionsDisagree, $"Capture {capture.Id} does not belong to authorization {named}.");
        }

        return head is null
            ? new Rejection(RejectionReason.UnknownAuthorization, "There is nothing to refund.")
            : null;
    }

    private static bool TrySize(
        LedgerHead head,
        RequestRefund command,
        RefundScope scope,
        out TenderShares shares,
        [NotNullWhen(false)] out Rejection? rejection)
    {
        shares = default;
        rejection = CheckRequest(head, command, scope);
        if (rejection is not null) return false;

        var tenders = command.Request.Tenders;
        var room = new TenderShares(
            RefundAvailability.Available(head, scope, command.At), head.RefundableToCredit);
        var available = room.Of(tenders).Total;
        var requested = command.Request.Amount ?? available;
        var amount = command.Request.UpTo ? Money.Min(requested, available) : requested;
        if (amount.IsPositive && amount <= available)
        {
            shares = TenderShares.Split(tenders, amount, room);
            return true;
        }

        var credit = tenders == RefundTenders.Card && room.Credit.IsPositive && scope == RefundScope.WholeLedger
            ? $" A further {room.Credit} was paid by credit payments, which are not among the refund's tenders."
            : "";
        rejection = new Rejection(
            RejectionReason.InsufficientFunds,
            $"Only {available} is available to refund.{credit}");
        return false;
    }

    private static Rejection? CheckRequest(LedgerHead head, RequestRefund command, RefundScope scope)
    {
        var request = command.Request;
        if ((request.Currency ?? head.Currency) != head.Currency
            || (request.Amount?.Currency ?? head.Currency) != head.Currency)
            return new Rejection(RejectionReason.CurrencyMismatch, $"The captures are in {head.Currency}.");
        if (request.Amount is { IsPositive: false })
            return new Rejection(RejectionReason.AmountNotPositive, "The amount must be greater than zero.");

        if (request.Tenders != RefundTenders.Card && head.RefundableToCredit.IsPositive) return null;
        var captures = head.Captures.Where(capture => capture.IsIn(scope)).ToList();
        return captures.Count > 0 && captures.All(capture => capture.IsExpired(command.At))
            ? new Rejection(
                RejectionReason.Expired,
                $"All selected captures are older than {CaptureBalance.RefundWindow.Days} days.")
            : null;
    }
}
