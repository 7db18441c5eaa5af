using System.Diagnostics.CodeAnalysis;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>Decides on requests for refunds. <see cref="RefundProgress"/> decides what follows.</summary>
public static class RefundDecisions
{
    /// <summary>
    /// Creates a pending refund that reserves its amount at once: at most what is captured, and neither refunded,
    /// allocated nor reserved, of what was selected (flow-payments.md, Refund, rules). If a smaller refund is
    /// acceptable, the excess is released at once.
    /// </summary>
    public static Decision<Refund> Decide(LedgerHead? head, RequestRefund command)
    {
        if (!TrySelect(head, command, out var scope, out var rejection)
            || !TrySize(head, command, scope, out var amount, out rejection))
            return new Decision<Refund>.Rejected(rejection);

        var authorization = scope.Authorization ?? head.Captures.First(capture => capture.IsIn(scope)).Authorization;
        var refund = command.CreateRefund(head.Order?.Number, head.GetName(authorization), scope, amount);
        return Decision<Refund>.Accept(
            refund,
            LedgerChanges.Create(
                RefundReservations.Add(head, scope, amount), command.At, (ChangeType.Insert, refund)));
    }

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
        out Money amount,
        [NotNullWhen(false)] out Rejection? rejection)
    {
        amount = default;
        rejection = CheckRequest(head, command, scope);
        if (rejection is not null) return false;

        var available = RefundAvailability.Available(head, scope, command.At);
        var requested = command.Request.Amount ?? available;
        amount = command.Request.UpTo ? Money.Min(requested, available) : requested;
        if (amount.IsPositive && amount <= available) return true;
        var credit = head.PaidOtherwise.IsPositive && scope == RefundScope.WholeLedger
            ? $" A further {head.PaidOtherwise} was paid by credit payments, which can't be refunded."
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

        var captures = head.Captures.Where(capture => capture.IsIn(scope)).ToList();
        return captures.Count > 0 && captures.All(capture => capture.IsExpired(command.At))
            ? new Rejection(
                RejectionReason.Expired,
                $"All selected captures are older than {CaptureBalance.RefundWindow.Days} days.")
            : null;
    }
}
