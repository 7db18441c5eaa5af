using System.Collections.Immutable;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>One field that a list is sorted by.</summary>
internal sealed record PaymentOrder(PaymentField Field, bool Descending)
{
    /// <summary>
    /// The sorted payments; those without a value come first. Payments that are equal in all fields keep their order,
    /// oldest first, in both directions.
    /// </summary>
    public static IEnumerable<ListedPayment> Sort(
        IEnumerable<ListedPayment> payments, ImmutableArray<PaymentOrder> orders) =>
        orders.Reverse().Aggregate(payments, (sorted, order) => order.Descending
            ? sorted.OrderByDescending(order.Key)
            : sorted.OrderBy(order.Key));

    private Scalar? Key(ListedPayment payment) => Field.Values(payment).FirstOrDefault();
}
