using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>Requests a refund.</summary>
/// <param name="Key">The caller's key, if any.</param>
/// <param name="Order">The order that the caller named, if any.</param>
/// <param name="Authorization">The authorization that the caller named, if any.</param>
/// <param name="Capture">The capture that the caller named, if any.</param>
/// <param name="Amount">Null for all that is refundable.</param>
/// <param name="Currency">The currency that the caller named; null for the ledger's.</param>
/// <param name="Policy">How it is to be spread over captures.</param>
/// <param name="UpTo">Whether to accept a smaller refund if less than the amount is refundable.</param>
public sealed record RequestRefund(
    Id<Refund> Id,
    Key? Key,
    OrderNumber? Order,
    Id<Authorization>? Authorization,
    Id<Capture>? Capture,
    Money? Amount,
    Currency? Currency,
    AllocationPolicy Policy,
    ImmutableDictionary<string, string> Attributes,
    DateTimeOffset At,
    bool UpTo = false);

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
        if (CheckSelection(head, command, out var scope) is { } unknown) return new Decision<Refund>.Rejected(unknown);
        if (CheckAmount(head!, command, scope, out var amount) is { } rejection)
            return new Decision<Refund>.Rejected(rejection);

        var refund = new Refund(
            command.Id,
            command.Key ?? Key.ForId(command.Id),
            command.Order ?? head!.Order?.Number,
            head!.GetName(scope.Authorization ?? head.Captures.First(capture => capture.IsIn(scope)).Authorization),
            scope,
            command.Amount ?? amount,
            command.Policy,
            [],
            (command.Amount ?? amount) - amount,
            RefundStatus.Pending,
            command.Attributes,
            command.At);
        return Decision<Refund>.Accept(
            refund,
            LedgerChanges.Create(
                RefundReservations.Add(head!, scope, amount), command.At, (ChangeType.Insert, refund)));
    }

    private static Rejection? CheckSelection(LedgerHead? head, RequestRefund command, out RefundScope scope)
    {
        scope = RefundScope.WholeLedger;
        if (command.Order is { } number && head?.Order is null)
            return new Rejection(RejectionReason.UnknownOrder, $"There is no order {number}.");
        if (command.Order is { } other && head?.Order?.Number != other)
            return new Rejection(
                RejectionReason.SelectionsDisagree, $"The resources named do not belong to order {other}.");
        var capture = command.Capture is { } captureId ? head?.Find(captureId) : null;
        if (command.Capture is not null && capture is null)
            return new Rejection(RejectionReason.UnknownCapture, $"There is no successful capture {command.Capture}.");
        if (command.Authorization is { } id && head?.Find(id) is null)
            return new Rejection(RejectionReason.UnknownAuthorization, $"There is no authorization {id} to refund.");
        if (capture is not null && command.Authorization is { } named && capture.Authorization != named)
        {
            return new Rejection(
                RejectionReason.SelectionsDisagree, $"Capture {capture.Id} does not belong to authorization {named}.");
        }

        if (head is null) return new Rejection(RejectionReason.UnknownAuthorization, "There is nothing to refund.");
        scope = (capture, command.Authorization) switch
        {
            ({ } one, _) => new RefundScope.OfCapture(one.Authorization, one.Id),
            (_, { } authorization) => new RefundScope.OfAuthorization(authorization),
            _ => RefundScope.WholeLedger,
        };
        return null;
    }

    private static Rejection? CheckAmount(LedgerHead head, RequestRefund command, RefundScope scope, out Money amount)
    {
        amount = default;
        if ((command.Currency ?? head.Currency) != head.Currency
            || (command.Amount?.Currency ?? head.Currency) != head.Currency)
            return new Rejection(RejectionReason.CurrencyMismatch, $"The captures are in {head.Currency}.");
        if (command.Amount is { IsPositive: false })
            return new Rejection(RejectionReason.AmountNotPositive, "The amount must be greater than zero.");

        var captures = head.Captures.Where(capture => capture.IsIn(scope)).ToList();
        if (captures.Count > 0 && captures.All(capture => capture.IsExpired(command.At)))
        {
            return new Rejection(
                RejectionReason.Expired,
                $"All selected captures are older than {CaptureBalance.RefundWindow.Days} days.");
        }

        var available = RefundAvailability.Available(head, scope, command.At);
        amount = command.UpTo ? Money.Min(command.Amount ?? available, available) : command.Amount ?? available;
        if (amount.IsPositive && amount <= available) return null;
        var credit = head.CreditPayments.IsPositive && scope == RefundScope.WholeLedger
            ? $" A further {head.CreditPayments} was paid by credit payments, which can't be refunded."
            : "";
        return new Rejection(
            RejectionReason.InsufficientFunds,
            $"Only {available} is available to refund.{credit}");
    }
}
