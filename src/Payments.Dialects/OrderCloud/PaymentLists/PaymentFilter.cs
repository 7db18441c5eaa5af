using System.Collections.Immutable;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>A filter on a field: a payment must match at least one of the alternatives.</summary>
internal sealed record PaymentFilter(PaymentField Field, ImmutableArray<FilterTerm> Terms)
{
    public bool Matches(ListedPayment payment)
    {
        var values = Field.Values(payment);
        return Terms.Any(term => Matches(values, term));
    }

    /// <summary>
    /// A payment without a value matches "not equal", and "equal to nothing", which the .NET client sends for
    /// <c>== null</c>; every other comparison requires a value.
    /// </summary>
    private static bool Matches(ImmutableArray<Scalar> values, FilterTerm term) => term switch
    {
        { Comparison: Comparison.Equal, Operand.MatchesNothing: true } => values.All(value => value.IsEmpty),
        { Comparison: Comparison.NotEqual, Operand.MatchesNothing: true } => !values.All(value => value.IsEmpty),
        { Comparison: Comparison.NotEqual } => !values.Any(value => value.Meets(Comparison.Equal, term.Operand)),
        _ => values.Any(value => value.Meets(term.Comparison, term.Operand)),
    };
}
