using System.Collections.Immutable;

namespace Payments.Ledger;

/// <summary>Pays a part of an order otherwise than in cash.</summary>
/// <param name="Id">The id it gets.</param>
/// <param name="Key">The caller's key; null for none.</param>
/// <param name="Order">The order.</param>
/// <param name="Description">For people; not empty.</param>
/// <param name="Amount">What it pays.</param>
/// <param name="Maximum">The most that may be applied.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="At">UTC.</param>
public sealed record RecordCreditPayment(
    Id<CreditPayment> Id,
    Key? Key,
    OrderNumber Order,
    string Description,
    Money Amount,
    Money Maximum,
    ImmutableDictionary<string, string> Attributes,
    DateTimeOffset At);

/// <summary>What may be done with credit payments. Each lowers its order's balance at once.</summary>
public static class CreditPaymentDecisions
{
    /// <summary>A credit payment of at most the order's balance and the caller's own maximum.</summary>
    public static Decision<CreditPayment> Decide(LedgerHead? head, RecordCreditPayment command)
    {
        if (head?.Order is null)
            return Decision<CreditPayment>.No(RefusalReason.UnknownOrder, $"There is no order {command.Order}.");
        if (command.Amount.Currency != head.Currency || command.Maximum.Currency != head.Currency)
        {
            return Decision<CreditPayment>.No(
                RefusalReason.CurrencyMismatch, $"Order {command.Order} is in {head.Currency}.");
        }

        if (!command.Amount.IsPositive)
            return Decision<CreditPayment>.No(RefusalReason.AmountNotPositive, "The amount must be more than zero.");
        if (command.Amount > command.Maximum)
        {
            return Decision<CreditPayment>.No(
                RefusalReason.AmountExceedsMaximum,
                $"The amount, {command.Amount}, is more than the maximum applicable credit, {command.Maximum}.");
        }

        var balance = head.Balance(command.At);
        if (command.Amount > balance)
        {
            return Decision<CreditPayment>.No(
                RefusalReason.AmountExceedsBalance,
                $"The amount, {command.Amount}, is more than the order's remaining balance, {balance}.");
        }

        var payment = new CreditPayment(
            command.Id,
            command.Key ?? new Key(command.Id.ToString()),
            command.Order,
            command.Description,
            command.Amount,
            command.Maximum,
            command.Attributes,
            command.At);
        var changed = head with { CreditPayments = head.CreditPayments + command.Amount };
        return Decision<CreditPayment>.Yes(
            payment, LedgerChanges.Of(changed, command.At, (ChangeType.Insert, payment)));
    }
}
