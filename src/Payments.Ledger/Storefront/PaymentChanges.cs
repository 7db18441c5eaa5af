using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>Changes a payment.</summary>
/// <param name="Payment">As it is to be; its id says which.</param>
/// <param name="At">UTC.</param>
public sealed record ChangePayment(Payment Payment, DateTimeOffset At);

/// <summary>Takes a payment away, with all that was recorded on it.</summary>
/// <param name="Id">The payment.</param>
/// <param name="At">UTC.</param>
public sealed record DeletePayment(PaymentId Id, DateTimeOffset At);

/// <summary>How a recorded payment may be changed and taken away: never so that money that moved is denied.</summary>
public static class PaymentChanges
{
    /// <summary>
    /// A payment is never smaller than what was captured of it and not given back, nor larger than it was by more than
    /// the order has left to pay. One that is nothing any more (a reversal) may be said to be of nothing.
    /// </summary>
    public static Decision<Payment> Decide(LedgerHead head, ChangePayment command)
    {
        var payment = command.Payment;
        if (head.Find(payment.Id) is not { } balance)
            return Decision<Payment>.Reject(RejectionReason.UnknownPayment, "There is no such payment.");
        if (payment.Amount is { MinorUnits: < 0 })
            return Decision<Payment>.Reject(RejectionReason.AmountNotPositive, "The amount can't be less than zero.");

        if (head.FindNamed(payment.Name) is { } named && named.Id != payment.Id)
            return Decision<Payment>.Reject(
                RejectionReason.IdTaken, $"The order has a payment {payment.Name} already.");

        var index = head.Payments.IndexOf(balance);
        var changed = balance with
        {
            Amount = payment.Amount,
            Accepted = payment.Accepted,
            Renamed = payment.Renamed,
        };
        var after = head with { Payments = head.Payments.SetItem(index, changed) };
        if (balance.Amount != payment.Amount)
        {
            var others = head with { Payments = head.Payments.RemoveAt(index) };
            if (CheckResize(others, after, balance, changed, command.At) is { } refusal)
                return new Decision<Payment>.Rejected(refusal);
        }

        if (CheckPaidTwice(head, after, command.At) is { } twice) return new Decision<Payment>.Rejected(twice);
        return Decision<Payment>.Accept(payment, LedgerChanges.Create(after, command.At, (ChangeType.Update, payment)));
    }

    /// <summary>
    /// No where a payment would pay by itself what an authorization stands for already. The balance may be below zero
    /// for another reason (a lowered total): what does not lower it further is no matter.
    /// </summary>
    internal static Rejection? CheckPaidTwice(LedgerHead before, LedgerHead after, DateTimeOffset at)
    {
        var (old, left) = (before.Balance(at), after.Balance(at));
        return left.MinorUnits < 0 && left < old
            ? new Rejection(
                RejectionReason.AmountExceedsBalance,
                $"The payment is more than the order's remaining balance, {old}.")
            : null;
    }

    /// <summary>
    /// The payment, and what was recorded on it: its transactions, and the authorizations that they became. One of
    /// which anything was captured, or is being captured, stays.
    /// </summary>
    public static Decision<Payment> Decide(LedgerHead head, IEnumerable<Record> records, DeletePayment command)
    {
        var all = records.ToList();
        if (head.Find(command.Id) is not { } balance
            || all.OfType<Payment>().FirstOrDefault(found => found.Id == command.Id) is not { } payment)
            return Decision<Payment>.Reject(RejectionReason.UnknownPayment, "There is no such payment.");
        var captured = SumCaptured(head, command.Id);
        if (captured.IsPositive)
        {
            return Decision<Payment>.Reject(
                RejectionReason.Conflict, $"{captured} of payment {balance.Name} is captured; it can't be deleted.");
        }

        (ChangeType, Record)[] gone =
        [
            .. all.OfType<Transaction>().Where(found => found.Payment == command.Id)
                .Concat<Record>(all.OfType<Authorization>().Where(found => found.Payment == command.Id))
                .Append(payment)
                .Select(record => (ChangeType.Delete, record)),
        ];
        if (gone.Length > LedgerChanges.MaxRecords)
        {
            return Decision<Payment>.Reject(
                RejectionReason.LimitReached,
                $"Payment {balance.Name} has more than {LedgerChanges.MaxRecords - 1} transactions and "
                + "authorizations; delete transactions first.");
        }

        var after = head with
        {
            Payments = head.Payments.Remove(balance),
            Authorizations = head.Authorizations.RemoveAll(found => found.Payment == command.Id),
        };
        return Decision<Payment>.Accept(payment, LedgerChanges.Create(after, command.At, gone));
    }

    private static Rejection? CheckResize(
        LedgerHead others, LedgerHead after, PaymentBalance before, PaymentBalance changed, DateTimeOffset at)
    {
        var unpaid = others.Unpaid(at);
        if (changed.Amount is null && (!unpaid.IsPositive || others.Payments.Any(other => other.Amount is null)))
            return new Rejection(RejectionReason.AlreadyPaid, "The order has nothing left to pay.");
        if (changed.Amount > unpaid && !(changed.Amount < before.Amount))
        {
            return new Rejection(
                RejectionReason.AmountExceedsBalance,
                $"The amount, {changed.Amount}, is more than the order has left to pay, {unpaid}.");
        }

        var kept = SumCaptured(after, changed.Id) - SumRefunded(after, changed.Id);
        return after.EffectiveAmount(changed, at) < kept
            ? new Rejection(
                RejectionReason.Conflict,
                $"{kept} of payment {changed.Name} is captured and not given back; it can't be smaller than that.")
            : null;
    }

    private static Money SumCaptured(LedgerHead head, PaymentId id) => head.Authorizations
        .Where(found => found.Payment == id)
        .Sum(head.Currency, found => found.Captured + found.PendingCaptures);

    private static Money SumRefunded(LedgerHead head, PaymentId id) => head.Captures
        .Where(capture => head.GetRequired(capture.Authorization).Payment == id)
        .Sum(head.Currency, capture => capture.Refunded);
}
