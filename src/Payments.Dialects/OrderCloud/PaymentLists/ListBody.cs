using System.Collections.Immutable;
using Payments.Dialects.OrderCloud.Models;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>A page of a list.</summary>
/// <param name="Meta">Where in the list it is.</param>
/// <param name="Items">The page.</param>
internal sealed record ListBody(ListMeta Meta, ImmutableArray<PaymentBody> Items);

/// <summary>Where in a list a page is.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">The most items of a page.</param>
/// <param name="TotalCount">The items of all pages.</param>
/// <param name="TotalPages">None for an empty list.</param>
/// <param name="ItemRange">The first and the last item's number, from 1; of no item: the last before the first.</param>
/// <param name="NextPageKey">Always null: pages are numbered here.</param>
internal sealed record ListMeta(
    int Page, int PageSize, int TotalCount, int TotalPages, ImmutableArray<long> ItemRange, string? NextPageKey = null)
{
    /// <summary>That of a page of a list of so many items.</summary>
    public static ListMeta From(int page, int pageSize, int total)
    {
        var before = (page - 1L) * pageSize;
        return new ListMeta(
            page,
            pageSize,
            total,
            (total + pageSize - 1) / pageSize,
            [before + 1, Math.Max(before, Math.Min(before + pageSize, total))]);
    }
}
