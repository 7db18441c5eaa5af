using System.Collections.Immutable;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>One field that a list is sorted by.</summary>
/// <param name="Field">The field.</param>
/// <param name="Descending">The largest first.</param>
internal sealed record PaymentOrder(PaymentField Field, bool Descending)
{
    /// <summary>
    /// The payments in order; those without a value come first. Payments that all fields leave equal stay as they
    /// came, the oldest first, in both directions.
    /// </summary>
    public static IEnumerable<ListedPayment> Sort(
        IEnumerable<ListedPayment> payments, ImmutableArray<PaymentOrder> orders) =>
        orders.Reverse().Aggregate(payments, (sorted, order) => order.Descending
            ? sorted.OrderByDescending(order.Key)
            : sorted.OrderBy(order.Key));

    private Scalar? Key(ListedPayment payment) => Field.Values(payment).FirstOrDefault();
}
