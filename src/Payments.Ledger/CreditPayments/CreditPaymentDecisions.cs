using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.CreditPayments;

/// <summary>Decides on credit payments. Each lowers its order's balance at once.</summary>
public static class CreditPaymentDecisions
{
    /// <summary>Creates a credit payment of at most the order's balance and the caller's own maximum.</summary>
    public static Decision<CreditPayment> Decide(LedgerHead? head, RecordCreditPayment command)
    {
        if (Check(head, command.Request, command.At) is { } rejection)
            return new Decision<CreditPayment>.Rejected(rejection);

        var payment = command.CreatePayment();
        var changed = head! with { CreditPayments = head.CreditPayments + payment.Amount };
        return Decision<CreditPayment>.Accept(
            payment, LedgerChanges.Create(changed, command.At, (ChangeType.Insert, payment)));
    }

    /// <summary>
    /// Replaces a credit payment; id, key and time of creation stay. The old amount is returned to the balance before
    /// the new one is checked. It stays on its order: another order's balance is in another ledger, which is not
    /// changed with this one.
    /// </summary>
    public static Decision<CreditPayment> Replace(LedgerHead head, CreditPayment stored, RecordCreditPayment command)
    {
        if (CheckMadeByCaller(stored) is { } fixedByRefund)
            return new Decision<CreditPayment>.Rejected(fixedByRefund);
        if (command.Request.Order != stored.Order)
        {
            return Decision<CreditPayment>.Reject(
                RejectionReason.SelectionsDisagree,
                $"Credit payment {stored.Key} belongs to order {stored.Order}: delete it, then create a new one.");
        }

        var without = head with { CreditPayments = head.CreditPayments - stored.Amount };
        if (Check(without, command.Request, command.At) is { } rejection)
            return new Decision<CreditPayment>.Rejected(rejection);

        var payment = command.Replace(stored);
        if (IsSame(payment, stored)) return new Decision<CreditPayment>.Unchanged(stored);
        var changed = without with { CreditPayments = without.CreditPayments + payment.Amount };
        return CheckCoversRefunds(changed) is { } uncovered
            ? new Decision<CreditPayment>.Rejected(uncovered)
            : Decision<CreditPayment>.Accept(
                payment, LedgerChanges.Create(changed, command.At, (ChangeType.Update, payment)));
    }

    /// <summary>
    /// Removes a credit payment: what it paid is to be paid again. Rejected if refunds return more than the others have
    /// paid.
    /// </summary>
    public static Decision<CreditPayment> Remove(LedgerHead head, CreditPayment stored, DateTimeOffset at)
    {
        var without = head with { CreditPayments = head.CreditPayments - stored.Amount };
        return (CheckMadeByCaller(stored) ?? CheckCoversRefunds(without)) is { } rejection
            ? new Decision<CreditPayment>.Rejected(rejection)
            : Decision<CreditPayment>.Accept(stored, LedgerChanges.Create(without, at, (ChangeType.Delete, stored)));
    }

    /// <summary>What a refund has returned stays returned: the refund says so, too.</summary>
    private static Rejection? CheckMadeByCaller(CreditPayment stored) => stored.Refund is { } refund
        ? new Rejection(
            RejectionReason.Conflict, $"Credit payment {stored.Key} was made by refund {refund}, and can't be changed.")
        : null;

    /// <summary>
    /// Refunds name none of the credit payments that they return to, so the order's together must cover them all.
    /// </summary>
    private static Rejection? CheckCoversRefunds(LedgerHead head)
    {
        if (head.RefundableToCredit.MinorUnits >= 0) return null;
        var refunds = head.CreditPayments - head.RefundableToCredit;
        return new Rejection(
            RejectionReason.Conflict,
            $"Refunds return {refunds} to the order's credit payments, "
            + $"which would then be only {head.CreditPayments}.");
    }

    private static Rejection? Check(LedgerHead? head, CreditPaymentRequest request, DateTimeOffset at)
    {
        if (head?.Order is null)
            return new Rejection(RejectionReason.UnknownOrder, $"There is no order {request.Order}.");
        if (request.Amount.Currency != head.Currency || request.Maximum.Currency != head.Currency)
            return new Rejection(RejectionReason.CurrencyMismatch, $"Order {request.Order} is in {head.Currency}.");
        if (!request.Amount.IsPositive)
            return new Rejection(RejectionReason.AmountNotPositive, "The amount must be greater than zero.");
        if (request.Amount > request.Maximum)
        {
            return new Rejection(
                RejectionReason.AmountExceedsMaximum,
                $"The amount of {request.Amount} exceeds the maximum applicable credit of {request.Maximum}.");
        }

        var balance = head.Balance(at);
        return request.Amount > balance
            ? new Rejection(
                RejectionReason.AmountExceedsBalance,
                $"The amount of {request.Amount} exceeds the order's remaining balance of {balance}.")
            : null;
    }

    /// <summary>Compares attributes by their pairs; the records themselves compare them by reference.</summary>
    private static bool IsSame(CreditPayment one, CreditPayment other) =>
        one with { Attributes = other.Attributes } == other
        && one.Attributes.Count == other.Attributes.Count
        && one.Attributes.All(pair => other.Attributes.GetValueOrDefault(pair.Key) == pair.Value);
}
