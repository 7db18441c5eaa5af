using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Flow.Lists;

/// <summary>The list of refunds filtered by order, status, amount and time.</summary>
public sealed class FilteredRefunds : IDisposable
{
    private readonly FlowShop _shop = new();
    private readonly FlowLister _lister;

    public FilteredRefunds() => _lister = new FlowLister(_shop.Service);

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("?order_number=c-1", "r-3", "r-1")]
    [InlineData("?order_number=c-1&sort=amount", "r-1", "r-3")]
    [InlineData("?order_number=unknown")]
    [InlineData("?order_number=c-1%09")]
    [InlineData("?order_number=c-1&key=r-1%09")]
    [InlineData("?status=succeeded", "r-2", "r-1")]
    [InlineData("?status=succeeded&status=canceled", "r-3", "r-2", "r-1")]
    [InlineData("?status[]=pending", "r-4")]
    [InlineData("?status=failed")]
    [InlineData("?amount_from=20", "r-4", "r-3", "r-2")]
    [InlineData("?amount_to=20.00", "r-2", "r-1")]
    [InlineData("?amount_from=20&amount_to=30", "r-3", "r-2")]
    [InlineData("?amount_from=10.01&amount_to=19.99")]
    [InlineData("?status=succeeded&order_number=c-1", "r-1")]
    [InlineData("?status=succeeded&sort=created_at", "r-1", "r-2")]
    [InlineData("?status=succeeded&limit=1&offset=1", "r-1")]
    [InlineData("?created_at_from=2026-03-14T10:27:00Z", "r-4", "r-3")]
    [InlineData("?created_at_from=2026-03-14T11:27:00%2B01:00&created_at_to=2026-03-14T11:27:00Z", "r-3")]
    [InlineData("?created_at_from=2026-03-14T11:27:00+01:00&sort=created_at", "r-3", "r-4")]
    [InlineData("?created_at_to=2026-03-14T11:26:52Z", "r-2", "r-1")]
    [InlineData("?created_at_to=2026-03-14T11:26:53Z", "r-3", "r-2", "r-1")]
    [InlineData("?created_at_from=2026-03-15")]
    public async Task Refunds_match_all_filters(string query, params string[] keys)
    {
        await _shop.PaidOrder("c-1", "100");
        await _shop.PaidOrder("c-2", "100");
        await RefundAsync("c-1", "r-1", 10, TimeSpan.FromHours(1));
        await RefundAsync("c-2", "r-2", 20, TimeSpan.FromHours(1));
        await _shop.Refund("""{"order_number":"c-1","key":"r-3","amount":30}""");
        await _shop.DeleteRefund("r-3");
        _shop.Service.Time.Advance(TimeSpan.FromHours(1));
        await _shop.Refund("""{"order_number":"c-2","key":"r-4","amount":40}""");

        Assert.Equal(keys, await _lister.Ask("refunds", query, "key"));
    }

    [Theory]
    [InlineData("?status=done", "status must be one of")]
    [InlineData("?amount_from=much", "amount_from must be")]
    [InlineData("?amount_to=NaN", "amount_to must be")]
    [InlineData("?amount_to=1&amount_to=2", "amount_to may be given only once")]
    [InlineData("?created_at_from=yesterday", "created_at_from must be")]
    [InlineData("?created_at_to=11/26/2026", "created_at_to must be")]
    [InlineData("?created_at=2026-03-14", "created_at is not a parameter")]
    [InlineData("?status=failed&sort=amount", "sort must be created_at or -created_at for the whole list")]
    public async Task An_invalid_filter_is_rejected_by_name(string query, string message)
    {
        var rejected = await _lister.Ask("refunds", query);

        Assert.Equal(422, rejected.Status);
        Assert.StartsWith(message, rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_for_matching_refunds_is_bounded()
    {
        var at = _shop.Service.Time.GetUtcNow();
        var ledger = LedgerId.Standalone(Guid.NewGuid());
        var missing = Enumerable.Range(0, TimelinePages.MaxSearched + 1).Select(_ => new TimelineEntry(
            Refund.Prefix,
            ledger,
            RecordKey.For(Id<Refund>.New(ledger, Guid.NewGuid())),
            Sequence: 0,
            Creates: true,
            at));
        await _shop.Service.Timeline.AppendAsync(ServiceUnderTest.Demo, [.. missing], default);

        var rejected = await _lister.Ask("refunds", "?status=failed");
        Assert.Equal(422, rejected.Status);
        Assert.Contains("created_at_from", rejected.Messages, StringComparison.Ordinal);
        Assert.Equal("[]", (await _lister.Ask("refunds", "?status=failed&created_at_from=2026-03-15")).Text);
    }

    private async Task RefundAsync(string order, string key, int amount, TimeSpan later)
    {
        await _shop.Refund($$"""{"order_number":"{{order}}","key":"{{key}}","amount":{{amount}}}""");
        await _shop.Service.DrainAsync();
        _shop.Service.Time.Advance(later);
    }
}
