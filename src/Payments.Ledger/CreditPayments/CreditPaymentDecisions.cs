using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.CreditPayments;

/// <summary>Pays part of an order with store credit, a gift card or the like.</summary>
/// <param name="Key">The caller's key, if any.</param>
/// <param name="Description">For people; not empty.</param>
/// <param name="Maximum">The most that may be applied.</param>
public sealed record RecordCreditPayment(
    Id<CreditPayment> Id,
    Key? Key,
    OrderNumber Order,
    string Description,
    Money Amount,
    Money Maximum,
    ImmutableDictionary<string, string> Attributes,
    DateTimeOffset At);

/// <summary>Decides on credit payments. Each lowers its order's balance at once.</summary>
public static class CreditPaymentDecisions
{
    /// <summary>Creates a credit payment of at most the order's balance and the caller's own maximum.</summary>
    public static Decision<CreditPayment> Decide(LedgerHead? head, RecordCreditPayment command)
    {
        if (Check(head, command) is { } rejection) return new Decision<CreditPayment>.Rejected(rejection);

        var payment = new CreditPayment(
            command.Id,
            command.Key ?? Key.ForId(command.Id),
            command.Order,
            command.Description,
            command.Amount,
            command.Maximum,
            command.Attributes,
            command.At);
        var changed = head! with { CreditPayments = head.CreditPayments + command.Amount };
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
        if (command.Order != stored.Order)
        {
            return Decision<CreditPayment>.Reject(
                RejectionReason.SelectionsDisagree,
                $"Credit payment {stored.Key} belongs to order {stored.Order}: delete it, then create a new one.");
        }

        var without = head with { CreditPayments = head.CreditPayments - stored.Amount };
        if (Check(without, command) is { } rejection) return new Decision<CreditPayment>.Rejected(rejection);
        var payment = stored with
        {
            Description = command.Description,
            Amount = command.Amount,
            Maximum = command.Maximum,
            Attributes = command.Attributes,
        };
        if (IsSame(payment, stored)) return new Decision<CreditPayment>.Unchanged(stored);
        var changed = without with { CreditPayments = without.CreditPayments + command.Amount };
        return Decision<CreditPayment>.Accept(
            payment, LedgerChanges.Create(changed, command.At, (ChangeType.Update, payment)));
    }

    /// <summary>Removes a credit payment: what it paid is to be paid again.</summary>
    public static LedgerChanges Remove(LedgerHead head, CreditPayment stored, DateTimeOffset at) =>
        LedgerChanges.Create(
        head with { CreditPayments = head.CreditPayments - stored.Amount }, at, (ChangeType.Delete, stored));

    private static Rejection? Check(LedgerHead? head, RecordCreditPayment command)
    {
        if (head?.Order is null)
            return new Rejection(RejectionReason.UnknownOrder, $"There is no order {command.Order}.");
        if (command.Amount.Currency != head.Currency || command.Maximum.Currency != head.Currency)
            return new Rejection(RejectionReason.CurrencyMismatch, $"Order {command.Order} is in {head.Currency}.");
        if (!command.Amount.IsPositive)
            return new Rejection(RejectionReason.AmountNotPositive, "The amount must be greater than zero.");
        if (command.Amount > command.Maximum)
        {
            return new Rejection(
                RejectionReason.AmountExceedsMaximum,
                $"The amount of {command.Amount} exceeds the maximum applicable credit of {command.Maximum}.");
        }

        var balance = head.Balance(command.At);
        return command.Amount > balance
            ? new Rejection(
                RejectionReason.AmountExceedsBalance,
                $"The amount of {command.Amount} exceeds the order's remaining balance of {balance}.")
            : null;
    }

    /// <summary>Compares attributes by their pairs; the records themselves compare them by reference.</summary>
    private static bool IsSame(CreditPayment one, CreditPayment other) =>
        one with { Attributes = other.Attributes } == other
        && one.Attributes.Count == other.Attributes.Count
        && one.Attributes.All(pair => other.Attributes.GetValueOrDefault(pair.Key) == pair.Value);
}
