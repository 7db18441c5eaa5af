using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Orders;

/// <summary>Registers an order, or changes its total.</summary>
/// <param name="Number">The shop's number.</param>
/// <param name="Total">What is to be paid in all, shipping included.</param>
/// <param name="Shipping">The part of the total that is shipping.</param>
/// <param name="RefundsReopen">
/// Whether refunded amounts are to be paid again, by the organization's current setting.
/// </param>
public sealed record RegisterOrder(
    OrderNumber Number, Money Total, Money Shipping, DateTimeOffset At, bool RefundsReopen = false);

/// <summary>Decides on orders.</summary>
public static class OrderDecisions
{
    /// <summary>
    /// Registers or replaces the order. Its currency is fixed by the first resource of the ledger, and its total can't
    /// fall below what credit payments have paid and no refund has returned.
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
            return Decision<Order>.Reject(RejectionReason.AmountNotPositive, "An order's total can't be negative.");
        if (command.Shipping.MinorUnits < 0 || command.Shipping > command.Total)
        {
            return Decision<Order>.Reject(
                RejectionReason.Conflict, $"Shipping must be between zero and the total of {command.Total}.");
        }

        if (command.Total < current.UnrefundedCredit)
        {
            return Decision<Order>.Reject(
                RejectionReason.Conflict,
                $"Credit payments of {current.UnrefundedCredit} exceed the total of {command.Total}.");
        }

        var order = new Order(command.Number, command.Total, command.Shipping, command.RefundsReopen);
        return Decision<Order>.Accept(order, LedgerChanges.Create(current with { Order = order }, command.At));
    }
}
