using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>Records a payment on an order.</summary>
/// <param name="Payment">As the storefront sent it.</param>
public sealed record CreatePayment(Payment Payment, DateTimeOffset At);

/// <summary>Decides on OrderCloud payments.</summary>
public static class PaymentDecisions
{
    /// <summary>
    /// A payment of at most what nothing else pays of the order's total (ordercloud-payments.md, part 5). At most one
    /// payment has no amount and pays what the others leave: how two of them share it would be arbitrary.
    /// </summary>
    public static Decision<Payment> Decide(LedgerHead? head, CreatePayment command)
    {
        var payment = command.Payment;
        if (head?.Order is null)
            return Decision<Payment>.Reject(RejectionReason.UnknownOrder, "There is no such order.");
        if (head.Find(payment.Id) is not null || head.FindNamed(payment.Name) is not null)
            return Decision<Payment>.Reject(
                RejectionReason.IdTaken, $"The order already has a payment {payment.Name}.");
        if (head.Payments.Length >= LedgerHead.MaxEntries)
            return new Decision<Payment>.Rejected(Limits.RejectTooMany("payments"));
        if ((payment.Amount?.Currency ?? head.Currency) != head.Currency)
            return Decision<Payment>.Reject(RejectionReason.CurrencyMismatch, $"The order is in {head.Currency}.");
        if (payment.Amount is { IsPositive: false })
            return Decision<Payment>.Reject(RejectionReason.AmountNotPositive, "The amount must be greater than zero.");

        var unpaid = head.Unpaid(command.At);
        if (!unpaid.IsPositive || (payment.Amount is null && head.Payments.Any(other => other.Amount is null)))
            return Decision<Payment>.Reject(RejectionReason.AlreadyPaid, "The order has nothing left to pay.");
        if (payment.Amount > unpaid)
        {
            return Decision<Payment>.Reject(
                RejectionReason.AmountExceedsBalance,
                $"The amount of {payment.Amount} exceeds the {unpaid} that the order has left to pay.");
        }

        var changed = head with
        {
            Payments = head.Payments.Add(
                new PaymentBalance(payment.Id, payment.Amount, payment.Type, payment.Accepted, payment.Renamed)),
        };
        if (PaymentChanges.CheckPaidTwice(head, changed, command.At) is { } rejection)
            return new Decision<Payment>.Rejected(rejection);
        return Decision<Payment>.Accept(
            payment, LedgerChanges.Create(changed, command.At, (ChangeType.Insert, payment)));
    }
}
