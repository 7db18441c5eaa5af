using System.Collections.Immutable;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.Reading;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>What a list of payments was asked for (ordercloud-payments.md, part 3).</summary>
internal sealed record PaymentListQuery
{
    /// <summary>The items of a page, unless another number is asked for.</summary>
    public const int DefaultPageSize = 20;

    /// <summary>The most items of a page.</summary>
    public const int MaxPageSize = 100;

    /// <summary>From 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>From 1.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>The word or phrase to be found; null for none.</summary>
    public string? Search { get; init; }

    /// <summary>Where: a hit in any of them is enough.</summary>
    public ImmutableArray<PaymentField> SearchOn { get; init; } =
        [.. PaymentField.All.Where(field => field.Searchable)];

    /// <summary>Each within those before it.</summary>
    public ImmutableArray<PaymentOrder> SortBy { get; init; } = [];

    /// <summary>All of them must be met.</summary>
    public ImmutableArray<PaymentFilter> Filters { get; init; } = [];

    /// <summary>The query of a request's address; false with what it asks for that there is not.</summary>
    public static bool TryRead(
        string text, out PaymentListQuery query, out ImmutableArray<OrderCloudError> errors)
    {
        var reader = new PaymentListReader();
        foreach (var (name, value) in FormText.Parse(text.TrimStart('?'))) reader.Take(name, value);
        (query, errors) = (reader.Query, reader.Errors);
        return errors.IsEmpty;
    }

    /// <summary>The page of some payments, which come the oldest first.</summary>
    public ListBody Page(ImmutableArray<PaymentBody> payments)
    {
        var found = payments
            .Select(body => new ListedPayment(body))
            .Where(payment => Filters.All(filter => filter.Matches(payment)) && IsHit(payment));
        var sorted = PaymentOrder.Sort(found, SortBy).Select(payment => payment.Body).ToImmutableArray();
        var before = Math.Min((Number - 1L) * PageSize, sorted.Length);
        return new ListBody(
            ListMeta.From(Number, PageSize, sorted.Length),
            [.. sorted.Skip((int)before).Take(PageSize)]);
    }

    private bool IsHit(ListedPayment payment) =>
        Search is not { } search
        || SearchOn.Any(field => field.Values(payment)
            .Any(value => value.Text.Contains(search, StringComparison.OrdinalIgnoreCase)));
}
