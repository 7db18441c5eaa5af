using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>Records a payment on an order.</summary>
/// <param name="Payment">As the storefront has it.</param>
/// <param name="At">UTC.</param>
public sealed record CreatePayment(Payment Payment, DateTimeOffset At);

/// <summary>What may be done with OrderCloud payments.</summary>
public static class PaymentDecisions
{
    /// <summary>
    /// A payment of at most what of the order's total nothing else pays (ordercloud-payments.md, part 5). At most one
    /// is of whatever the others leave: what two of them come to would be left to chance.
    /// </summary>
    public static Decision<Payment> Decide(LedgerHead? head, CreatePayment command)
    {
        var payment = command.Payment;
        if (head?.Order is null)
            return Decision<Payment>.Reject(RejectionReason.UnknownOrder, "There is no such order.");
        if (head.Find(payment.Id) is not null || head.FindNamed(payment.Name) is not null)
            return Decision<Payment>.Reject(
                RejectionReason.IdTaken, $"The order has a payment {payment.Name} already.");
        if (head.Payments.Length >= LedgerHead.MaxEntries)
            return new Decision<Payment>.Rejected(Limits.RejectTooMany("payments"));
        if ((payment.Amount?.Currency ?? head.Currency) != head.Currency)
            return Decision<Payment>.Reject(RejectionReason.CurrencyMismatch, $"The order is in {head.Currency}.");
        if (payment.Amount is { IsPositive: false })
            return Decision<Payment>.Reject(RejectionReason.AmountNotPositive, "The amount must be more than zero.");

        var unpaid = head.Unpaid(command.At);
        if (!unpaid.IsPositive || (payment.Amount is null && head.Payments.Any(other => other.Amount is null)))
            return Decision<Payment>.Reject(RejectionReason.AlreadyPaid, "The order has nothing left to pay.");
        if (payment.Amount > unpaid)
        {
            return Decision<Payment>.Reject(
                RejectionReason.AmountExceedsBalance,
                $"The amount, {payment.Amount}, is more than the order has left to pay, {unpaid}.");
        }

        var changed = head with
        {
            Payments = head.Payments.Add(
                new PaymentBalance(payment.Id, payment.Amount, payment.Type, payment.Accepted, payment.Renamed)),
        };
        if (PaymentChanges.CheckPaidTwice(head, changed, command.At) is { } refusal)
            return new Decision<Payment>.Rejected(refusal);
        return Decision<Payment>.Accept(
            payment, LedgerChanges.Create(changed, command.At, (ChangeType.Insert, payment)));
    }
}
