using Payments.Ledger.Allocations;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>A refund of a payment by the storefront's own processor: counted at once.</summary>
internal static class RecordedRefund
{
    /// <summary>
    /// A refund of some of the payment's captures; without an amount, of all that they have left. A payment by other
    /// means than a card, with nothing captured, has no balance here to take it from: it is only recorded.
    /// </summary>
    public static RecordedEffect Record(RecordedEffect start, Func<CaptureBalance, bool> usable, Money? wanted)
    {
        if (HasNoBalance(start, usable)) return start;

        var rooms = RefundAvailability.ListRefundable(start.Head, RefundScope.WholeLedger, usable).ToList();
        var available = Available(start.Head, rooms);
        var amount = wanted ?? available;
        if (!amount.IsPositive || amount > available)
        {
            return start.Reject(
                RejectionReason.InsufficientFunds,
                $"Only {available} of the payment is available to refund.");
        }

        return start.WithRefund(amount, Allocator.Allocate(AllocationPolicy.FewestCaptures, amount, rooms));
    }

    /// <summary>
    /// A chargeback takes its amount from what can still be refunded, so that no refund pays it a second time. It takes
    /// place whether or not as much is left: what was refunded before, or is reserved for a refund, is not taken from
    /// it, and the rest is the merchant's loss, which the ledger does not track. One that exceeds all that was ever
    /// captured is a mistake.
    /// </summary>
    public static RecordedEffect RecordChargeback(RecordedEffect start)
    {
        bool Usable(CaptureBalance capture) => start.IsOfPayment(capture.Authorization);
        if (HasNoBalance(start, Usable)) return start;

        var captured = start.Head.Captures.Where(Usable).Sum(start.Head.Currency, capture => capture.Amount);
        if (captured.IsZero || start.Command.Amount > captured)
        {
            return start.Reject(
                RejectionReason.InsufficientFunds,
                $"Only {captured} of the payment is captured; a chargeback can't exceed that.");
        }

        var rooms = RefundAvailability.ListRefundable(start.Head, RefundScope.WholeLedger, Usable).ToList();
        var available = Available(start.Head, rooms);
        var amount = Money.Min(start.Command.Amount ?? available, available);
        return amount.IsPositive
            ? start.WithRefund(amount, Allocator.Allocate(AllocationPolicy.FewestCaptures, amount, rooms))
            : start;
    }

    /// <summary>What captures have left, less what refunds of the whole ledger have reserved and may need.</summary>
    public static Money Available(LedgerHead head, Func<CaptureBalance, bool> usable) =>
        Available(head, RefundAvailability.ListRefundable(head, RefundScope.WholeLedger, usable));

    private static Money Available(LedgerHead head, IEnumerable<RefundableCapture> rooms) => Money.Min(
        rooms.Sum(head.Currency, room => room.Amount), head.Captured - head.Refunded - head.Reserved);

    private static bool HasNoBalance(RecordedEffect start, Func<CaptureBalance, bool> usable) =>
        start.Payment.Type != PaymentType.CreditCard && !start.Head.Captures.Any(usable);
}
