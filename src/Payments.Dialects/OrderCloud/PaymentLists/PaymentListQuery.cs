using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>The query of a list of payments (ordercloud-payments.md, part 3).</summary>
internal sealed record PaymentListQuery
{
    public const int DefaultPageSize = 20;

    public const int MaxPageSize = 100;

    /// <summary>The number of the page, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>The maximum number of items on the page, from 1.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>The word or phrase to search for; null for no search.</summary>
    public string? Search { get; init; }

    /// <summary>The fields to search; a hit in any of them is enough.</summary>
    public ImmutableArray<PaymentField> SearchOn { get; init; } =
        [.. PaymentField.All.Where(field => field.Searchable)];

    /// <summary>The sort orders, the most significant first.</summary>
    public ImmutableArray<PaymentOrder> SortBy { get; init; } = [];

    /// <summary>A payment must match all of them.</summary>
    public ImmutableArray<PaymentFilter> Filters { get; init; } = [];

    public static bool TryRead(
        string text, out PaymentListQuery query, out ImmutableArray<OrderCloudError> errors)
    {
        var reader = new PaymentListReader();
        foreach (var (name, value) in FormText.Parse(text.TrimStart('?'))) reader.Take(name, value);
        (query, errors) = (reader.Query, reader.Errors);
        return errors.IsEmpty;
    }

    /// <summary>
    /// The page of the given payments, which must be sorted oldest first; false with the error if it would cost too
    /// much (<see cref="ComparisonBudget"/>).
    /// </summary>
    public bool TryPage(
        ImmutableArray<PaymentBody> payments,
        ComparisonBudget budget,
        [NotNullWhen(true)] out ListBody? page,
        [NotNullWhen(false)] out OrderCloudError? error)
    {
        (page, error) = (null, null);
        try
        {
            page = Page(payments, budget);
            return true;
        }
        catch (InvalidOperationException) when (budget.ExceededBy is not null)
        {
            var parameter = Echo.Of(budget.ExceededBy);
            error = new OrderCloudError(
                ErrorCodes.ValidationFailure,
                $"{parameter} makes this list too costly: more than {ComparisonBudget.MaxCharacters} characters would "
                + "have to be compared. Use fewer or shorter filters.",
                new FaultyField(parameter));
            return false;
        }
    }

    private ListBody Page(ImmutableArray<PaymentBody> payments, ComparisonBudget budget)
    {
        var search = Search is null ? null : Wildcard.Containing(Search);
        var found = payments
            .Select(body => new ListedPayment(body, budget))
            .Where(payment => Filters.All(filter => filter.Matches(payment)) && IsHit(payment, search));
        var sorted = PaymentOrder.Sort(found, SortBy, budget).Select(payment => payment.Body).ToImmutableArray();
        var before = Math.Min((Number - 1L) * PageSize, sorted.Length);
        return new ListBody(
            ListMeta.From(Number, PageSize, sorted.Length),
            [.. sorted.Skip((int)before).Take(PageSize)]);
    }

    private bool IsHit(ListedPayment payment, Wildcard? search) =>
        search is null || SearchOn.Any(field => payment.ValuesOf(field).Any(value =>
        {
            var isHit = search.Matches(value.Folded, out var compared);
            payment.Budget.Charge(PaymentListReader.Search, compared);
            return isHit;
        }));
}
