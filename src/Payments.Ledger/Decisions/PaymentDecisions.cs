namespace Payments.Ledger;

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
            return Decision<Payment>.No(RefusalReason.UnknownOrder, "There is no such order.");
        if (head.Find(payment.Id) is not null || head.FindNamed(payment.Name) is not null)
            return Decision<Payment>.No(RefusalReason.IdTaken, $"The order has a payment {payment.Name} already.");
        if (head.Payments.Length >= LedgerHead.MaximumEntries)
            return new Decision<Payment>.Refused(Limits.TooMany("payments"));
        if ((payment.Amount?.Currency ?? head.Currency) != head.Currency)
            return Decision<Payment>.No(RefusalReason.CurrencyMismatch, $"The order is in {head.Currency}.");
        if (payment.Amount is { IsPositive: false })
            return Decision<Payment>.No(RefusalReason.AmountNotPositive, "The amount must be more than zero.");

        var unpaid = head.Unpaid(command.At);
        if (!unpaid.IsPositive || (payment.Amount is null && head.Payments.Any(other => other.Amount is null)))
            return Decision<Payment>.No(RefusalReason.AlreadyPaid, "The order has nothing left to pay.");
        if (payment.Amount > unpaid)
        {
            return Decision<Payment>.No(
                RefusalReason.AmountExceedsBalance,
                $"The amount, {payment.Amount}, is more than the order has left to pay, {unpaid}.");
        }

        var changed = head with
        {
            Payments = head.Payments.Add(
                new PaymentBalance(payment.Id, payment.Amount, payment.Type, payment.Accepted, payment.Renamed)),
        };
        if (PaymentChanges.PaidTwice(head, changed, command.At) is { } refusal)
            return new Decision<Payment>.Refused(refusal);
        return Decision<Payment>.Yes(payment, LedgerChanges.Of(changed, command.At, (ChangeType.Insert, payment)));
    }
}
