using System.Collections.Immutable;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>A filter: a field, and the alternatives of which a payment must meet one.</summary>
/// <param name="Field">The field.</param>
/// <param name="Terms">The alternatives.</param>
internal sealed record PaymentFilter(PaymentField Field, ImmutableArray<FilterTerm> Terms)
{
    /// <summary>Whether a payment meets it.</summary>
    public bool Matches(ListedPayment payment)
    {
        var values = Field.Values(payment);
        return Terms.Any(term => Matches(values, term));
    }

    /// <summary>
    /// "Not equal" is met by a payment that has nothing there, and so is "equal to nothing", which the .NET client
    /// sends for <c>== null</c>; every other comparison needs a value.
    /// </summary>
    private static bool Matches(ImmutableArray<Scalar> values, FilterTerm term) => term switch
    {
        { Comparison: Comparison.Equal, Operand.MatchesNothing: true } => values.All(value => value.IsEmpty),
        { Comparison: Comparison.NotEqual, Operand.MatchesNothing: true } => !values.All(value => value.IsEmpty),
        { Comparison: Comparison.NotEqual } => !values.Any(value => value.Meets(Comparison.Equal, term.Operand)),
        _ => values.Any(value => value.Meets(term.Comparison, term.Operand)),
    };
}
