using System.Collections.Immutable;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>A filter on a field: a payment must match at least one of the alternatives.</summary>
internal sealed record PaymentFilter(PaymentField Field, ImmutableArray<FilterTerm> Terms)
{
    public bool Matches(ListedPayment payment)
    {
        var values = payment.ValuesOf(Field);
        return Terms.Any(term => Matches(payment.Budget, values, term));
    }

    /// <summary>
    /// A payment without a value matches "not equal", and "equal to nothing", which the .NET client sends for
    /// <c>== null</c>; every other comparison requires a value.
    /// </summary>
    private bool Matches(ComparisonBudget budget, ImmutableArray<Scalar> values, FilterTerm term)
    {
        budget.Charge(Field.Name, 1);
        return term switch
        {
            { Comparison: Comparison.Equal, Operand.MatchesNothing: true } => values.All(value => value.IsEmpty),
            { Comparison: Comparison.NotEqual, Operand.MatchesNothing: true } => !values.All(value => value.IsEmpty),
            { Comparison: Comparison.NotEqual } => !values.Any(value => Meets(value, Comparison.Equal)),
            _ => values.Any(value => Meets(value, term.Comparison)),
        };

        bool Meets(Scalar value, Comparison comparison)
        {
            var meets = value.Meets(comparison, term.Operand, out var compared);
            budget.Charge(Field.Name, compared);
            return meets;
        }
    }
}
