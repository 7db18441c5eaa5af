using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>Asks for money to go back to the customer.</summary>
/// <param name="Id">The id it gets.</param>
/// <param name="Key">The caller's key; null for none.</param>
/// <param name="Order">The order that was named, or null.</param>
/// <param name="Authorization">The authorization that was named, or null.</param>
/// <param name="Capture">The capture that was named, or null.</param>
/// <param name="Amount">How much; null for all that is left.</param>
/// <param name="Currency">The caller's word for the currency; null for the ledger's.</param>
/// <param name="Policy">How it is to be spread over captures.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="At">UTC.</param>
/// <param name="UpTo">Whether less than the amount will do, where less is left.</param>
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

/// <summary>Whether a refund may be asked for. How it goes on from there is in <see cref="RefundProgress"/>.</summary>
public static class RefundDecisions
{
    /// <summary>
    /// A pending refund that holds its amount at once. The most that it may ask for is what is captured, not refunded
    /// and not reserved, of what was selected (flow-payments.md, Refund, rules). Where less will
    /// do, what is asked for beyond that is released at once.
    /// </summary>
    public static Decision<Refund> Decide(LedgerHead? head, RequestRefund command)
    {
        if (CheckSelection(head, command, out var scope) is { } unknown) return new Decision<Refund>.Rejected(unknown);
        if (CheckAmount(head!, command, scope, out var amount) is { } refusal)
            return new Decision<Refund>.Rejected(refusal);

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
                RejectionReason.SelectionsDisagree, $"What was named does not belong to order {other}.");
        var capture = command.Capture is { } captureId ? head?.Find(captureId) : null;
        if (command.Capture is not null && capture is null)
            return new Rejection(RejectionReason.UnknownCapture, $"There is no succeeded capture {command.Capture}.");
        if (command.Authorization is { } id && head?.Find(id) is null)
            return new Rejection(RejectionReason.UnknownAuthorization, $"There is no authorization {id} to refund.");
        if (capture is not null && command.Authorization is { } named && capture.Authorization != named)
        {
            return new Rejection(
                RejectionReason.SelectionsDisagree, $"Capture {capture.Id} was not taken from authorization {named}.");
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
            return new Rejection(RejectionReason.AmountNotPositive, "The amount must be more than zero.");

        var captures = head.Captures.Where(capture => capture.IsIn(scope)).ToList();
        if (captures.Count > 0 && captures.All(capture => capture.IsExpired(command.At)))
        {
            return new Rejection(
                RejectionReason.Expired,
                $"All captures concerned are older than {CaptureBalance.RefundWindow.Days} days.");
        }

        var available = RefundAvailability.Available(head, scope, command.At);
        amount = command.UpTo ? Money.Min(command.Amount ?? available, available) : command.Amount ?? available;
        if (amount.IsPositive && amount <= available) return null;
        var credit = head.CreditPayments.IsPositive && scope == RefundScope.WholeLedger
            ? $" A further {head.CreditPayments} was paid by credit, which a refund does not give back."
            : "";
        return new Rejection(
            RejectionReason.InsufficientFunds,
            $"{available} is captured and neither refunded nor reserved of what was selected.{credit}");
    }
}
