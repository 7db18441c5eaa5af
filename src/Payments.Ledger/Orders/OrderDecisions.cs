using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Orders;

/// <summary>Registers an order, or changes what it comes to.</summary>
/// <param name="Number">The shop's number.</param>
/// <param name="Total">What is to be paid in all.</param>
/// <param name="Shipping">The part of it that is shipping.</param>
/// <param name="At">UTC.</param>
/// <param name="RefundsReopen">Whether what is refunded is to be paid again, as the organization has it now.</param>
public sealed record RegisterOrder(
    OrderNumber Number, Money Total, Money Shipping, DateTimeOffset At, bool RefundsReopen = false);

/// <summary>What may be done with an order.</summary>
public static class OrderDecisions
{
    /// <summary>
    /// The order as the command has it. Its currency is fixed by whatever came first, and its total can't fall below
    /// what credit payments have paid.
    /// </summary>
    public static Decision<Order> Decide(LedgerHead? head, RegisterOrder command)
    {
        var current = head ?? LedgerHead.Open(command.Total.Currency);
        if (current.Currency != command.Total.Currency || current.Currency != command.Shipping.Currency)
        {
            return Decision<Order>.Reject(
                RejectionReason.CurrencyMismatch, $"Order {command.Number} is in {current.Currency}.");
        }

        if (command.Total.MinorUnits < 0)
            return Decision<Order>.Reject(RejectionReason.AmountNotPositive, "An order's total can't be below zero.");
        if (command.Shipping.MinorUnits < 0 || command.Shipping > command.Total)
        {
            return Decision<Order>.Reject(
                RejectionReason.Conflict, $"Shipping must be a part of the total, {command.Total}.");
        }

        if (command.Total < current.CreditPayments)
        {
            return Decision<Order>.Reject(
                RejectionReason.Conflict,
                $"Credit payments of {current.CreditPayments} are more than {command.Total}.");
        }

        var order = new Order(command.Number, command.Total, command.Shipping, command.RefundsReopen);
        return Decision<Order>.Accept(order, LedgerChanges.Create(current with { Order = order }, command.At));
    }
}
