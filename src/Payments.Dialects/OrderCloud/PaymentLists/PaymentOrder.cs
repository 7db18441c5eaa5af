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
        IEnumerable<ListedPayment> payments, ImmutableArray<PaymentOrder> orders, ComparisonBudget budget)
    {
        var comparer = Comparer<Scalar?>.Create((one, other) =>
        {
            budget.ChargeSorting(PaymentListReader.SortBy, one?.CountCompared(other) ?? 1);
            return Comparer<Scalar?>.Default.Compare(one, other);
        });
        return orders.Reverse().Aggregate(payments, (sorted, order) => order.Descending
            ? sorted.OrderByDescending(order.Key, comparer)
            : sorted.OrderBy(order.Key, comparer));
    }

    private Scalar? Key(ListedPayment payment) => payment.ValuesOf(Field).FirstOrDefault();
}
