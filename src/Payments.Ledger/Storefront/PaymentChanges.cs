using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>Changes a payment.</summary>
/// <param name="Payment">Its new state; its id selects the payment.</param>
public sealed record ChangePayment(Payment Payment, DateTimeOffset At);

/// <summary>Removes a payment, with all that was recorded on it.</summary>
public sealed record DeletePayment(PaymentId Id, DateTimeOffset At);

/// <summary>
/// Decides how a recorded payment may be changed and removed: never so that captured money is denied.
/// </summary>
public static class PaymentChanges
{
    /// <summary>
    /// A payment is never smaller than what was captured of it and not refunded, nor increased by more than the order
    /// has left to pay. One that is worth nothing any more (a reversal) may have an amount of zero.
    /// </summary>
    public static Decision<Payment> Decide(LedgerHead head, ChangePayment command)
    {
        var payment = command.Payment;
        if (head.Find(payment.Id) is not { } balance)
            return Decision<Payment>.Reject(RejectionReason.UnknownPayment, "There is no such payment.");
        if (payment.Amount is { MinorUnits: < 0 })
            return Decision<Payment>.Reject(RejectionReason.AmountNotPositive, "The amount can't be negative.");

        if (head.FindNamed(payment.Name) is { } named && named.Id != payment.Id)
            return Decision<Payment>.Reject(
                RejectionReason.IdTaken, $"The order already has a payment {payment.Name}.");

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
            if (CheckResize(others, after, balance, changed, command.At) is { } rejection)
                return new Decision<Payment>.Rejected(rejection);
        }

        if (CheckPaidTwice(head, after, command.At) is { } twice) return new Decision<Payment>.Rejected(twice);
        return Decision<Payment>.Accept(payment, LedgerChanges.Create(after, command.At, (ChangeType.Update, payment)));
    }

    /// <summary>
    /// Rejects a payment that would pay by itself what an authorization counts for already. The balance may be negative
    /// for another reason (a lowered total): only lowering it further is rejected.
    /// </summary>
    internal static Rejection? CheckPaidTwice(LedgerHead before, LedgerHead after, DateTimeOffset at)
    {
        var (old, left) = (before.Balance(at), after.Balance(at));
        return left.MinorUnits < 0 && left < old
            ? new Rejection(
                RejectionReason.AmountExceedsBalance,
                $"The payment exceeds the order's remaining balance of {old}.")
            : null;
    }

    /// <summary>
    /// Removes the payment and what was recorded on it: its transactions, and the authorizations that they became.
    /// Rejected if anything of it is captured, or is being captured.
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
                RejectionReason.Conflict, $"Payment {balance.Name} can't be deleted: {captured} of it is captured.");
        }

        (ChangeType, Record)[] gone =
        [
            .. all.OfType<Transaction>().Where(found => found.Payment == command.Id)
                .Concat<Record>(all.OfType<Authorization>().Where(found => found.Payment == command.Id))
                .Append(payment)
                .Select(record => (ChangeType.Delete, record)),
        ];
        if (gone.Length > LedgerChanges.MaxDeletions)
        {
            return Decision<Payment>.Reject(
                RejectionReason.LimitReached,
                $"Payment {balance.Name} has more than {LedgerChanges.MaxDeletions - 1} transactions and "
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
                $"The amount of {changed.Amount} exceeds the {unpaid} that the order has left to pay.");
        }

        var kept = SumCaptured(after, changed.Id) - SumRefunded(after, changed.Id);
        return after.EffectiveAmount(changed, at) < kept
            ? new Rejection(
                RejectionReason.Conflict,
                $"Payment {changed.Name} can't be less than {kept}, which is captured and not refunded.")
            : null;
    }

    private static Money SumCaptured(LedgerHead head, PaymentId id) => head.Authorizations
        .Where(found => found.Payment == id)
        .Sum(head.Currency, found => found.Captured + found.PendingCaptures);

    private static Money SumRefunded(LedgerHead head, PaymentId id) => head.Captures
        .Where(capture => head.GetRequired(capture.Authorization).Payment == id)
        .Sum(head.Currency, capture => capture.Refunded);
}
