using System.Collections.Immutable;
using Payments.Dialects.OrderCloud.Models;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>A page of a list.</summary>
internal sealed record ListBody(ListMeta Meta, ImmutableArray<PaymentBody> Items);

/// <summary>The position of a page in its list.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">The maximum number of items on a page.</param>
/// <param name="TotalCount">The number of items on all pages.</param>
/// <param name="TotalPages">0 for an empty list.</param>
/// <param name="ItemRange">The numbers of the first and last item, from 1. For an empty page, the last is before the
/// first.</param>
/// <param name="NextPageKey">Always null: pages are numbered here.</param>
internal sealed record ListMeta(
    int Page, int PageSize, int TotalCount, int TotalPages, ImmutableArray<long> ItemRange, string? NextPageKey = null)
{
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
