using Payments.Handlers.Identifiers;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Flow;

public sealed class IdentifierTests : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("refunds", "refund")]
    [InlineData("captures", "capture")]
    public async Task An_identifier_is_attached_listed_changed_and_detached(string resource, string one)
    {
        var (key, _) = await PaidAndRefunded(resource);

        var made = await _shop.PutIdentifier(resource, key, "WH-7", """{"name":"warehouse"}""");
        var changed = await _shop.PutIdentifier(resource, key, "WH-7", """{"name":"warehouse","primary":true}""");

        Assert.Equal((201, "WH-7"), (made.Status, made.Of("identifier")));
        Assert.False(made["primary"].GetBoolean());
        Assert.Empty(ClientModels.Problems($"{one}_identifier", made.Body));
        Assert.Equal((200, made.Of("id"), "warehouse"), (changed.Status, changed.Of("id"), changed.Of("name")));
        Assert.True(changed["primary"].GetBoolean());
        Assert.Equal(key, changed.Of($"{one}.key"));
        var listed = await _shop.GetIdentifiers(resource, key);
        Assert.Equal((200, $"[{changed.Text}]"), (listed.Status, listed.Text));
        Assert.Equal(204, (await _shop.DeleteIdentifier(resource, key, "WH-7")).Status);
        Assert.Equal("[]", (await _shop.GetIdentifiers(resource, key)).Text);
        Assert.Equal(404, (await _shop.DeleteIdentifier(resource, key, "WH-7")).Status);
        Assert.Equal([ChangeType.Insert, ChangeType.Update, ChangeType.Delete], Journalled());
    }

    [Fact]
    public async Task The_list_is_filtered_sorted_and_paged()
    {
        await PaidAndRefunded("refunds");
        foreach (var (name, value) in new[] { ("c", "3"), ("a", "1"), ("b", "2"), ("a", "0") })
            await _shop.PutIdentifier("refunds", "r-1", value, $$"""{"name":"{{name}}"}""");
        var id = (await _shop.GetIdentifiers("refunds", "r-1", "?identifier=2")).Of("0.id");

        Assert.Equal("0123", await Listed(""));
        Assert.Equal("3210", await Listed("?sort=-name"));
        Assert.Equal("12", await Listed("?sort=name&offset=1&limit=2"));
        Assert.Equal("2", await Listed("?identifier=2"));
        Assert.Equal("2", await Listed($"?id={id}"));
        Assert.Equal("2", await Listed($"?id={id}&id=idn-0&limit=1"));
        Assert.Equal("", await Listed($"?id={id}&identifier=3"));
        Assert.Equal("", await Listed("?offset=4"));

        async Task<string> Listed(string query) => string.Concat((await _shop.GetIdentifiers("refunds", "r-1", query))
            .Body.EnumerateArray().Select(found => found.GetProperty("identifier").GetString()));
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=x", "limit")]
    [InlineData("?offset=-1", "offset")]
    [InlineData("?sort=identifier", "sort")]
    public async Task An_invalid_parameter_is_rejected(string query, string name)
    {
        await PaidAndRefunded("refunds");

        var rejected = await _shop.Rejected(() => _shop.GetIdentifiers("refunds", "r-1", query));

        Assert.Contains(name, rejected.Messages, StringComparison.Ordinal);
        Assert.Empty(ClientModels.Problems("generic_error", rejected.Body));
    }

    [Fact]
    public async Task Per_name_at_most_one_identifier_is_primary_the_one_set_last()
    {
        await PaidAndRefunded("refunds");
        await _shop.PutIdentifier("refunds", "r-1", "1", """{"name":"a","primary":true}""");
        await _shop.PutIdentifier("refunds", "r-1", "2", """{"name":"b","primary":true}""");
        await _shop.PutIdentifier("refunds", "r-1", "3", """{"name":"a","primary":true}""");

        var primary = (await _shop.GetIdentifiers("refunds", "r-1")).Body.EnumerateArray()
            .Where(found => found.GetProperty("primary").GetBoolean())
            .Select(found => found.GetProperty("identifier").GetString());

        Assert.Equal(["3", "2"], primary);
    }

    [Fact]
    public async Task An_identifier_belongs_to_one_refund_until_it_is_detached()
    {
        await PaidAndRefunded("refunds");
        await _shop.Refund("""{"order_number":"c-1","key":"r-2","amount":1}""");
        await _shop.Service.DrainAsync();
        await _shop.PutIdentifier("refunds", "r-1", "WH-7", """{"name":"warehouse"}""");

        var taken = await _shop.Rejected(() =>
            _shop.PutIdentifier("refunds", "r-2", "WH-7", """{"name":"warehouse"}"""));
        Assert.Contains("WH-7", taken.Messages, StringComparison.Ordinal);
        Assert.Equal(201, (await Capture("WH-7")).Status);
        Assert.Equal((await _shop.GetRefund("r-1")).Of("id"), await Resolved("WH-7"));

        await _shop.DeleteIdentifier("refunds", "r-1", "WH-7");
        Assert.Null(await Resolved("WH-7"));
        var early = await _shop.PutIdentifier("refunds", "r-2", "WH-7", """{"name":"warehouse"}""");
        _shop.Service.Time.Advance(AcceptanceLimits.KeyHandover);
        var later = await _shop.PutIdentifier("refunds", "r-2", "WH-7", """{"name":"warehouse"}""");

        Assert.Equal((409, 201), (early.Status, later.Status));
        Assert.Equal((await _shop.GetRefund("r-2")).Of("id"), await Resolved("WH-7"));
    }

    [Fact]
    public async Task A_detached_identifier_can_be_attached_to_its_own_refund_again_at_once()
    {
        await PaidAndRefunded("refunds");
        await _shop.PutIdentifier("refunds", "r-1", "WH-7", """{"name":"warehouse"}""");
        await _shop.DeleteIdentifier("refunds", "r-1", "WH-7");

        Assert.Equal(201, (await _shop.PutIdentifier("refunds", "r-1", "WH-7", """{"name":"w"}""")).Status);
    }

    [Fact]
    public async Task Of_two_concurrent_refunds_one_gets_the_identifier()
    {
        await PaidAndRefunded("refunds");
        var keys = Enumerable.Range(2, 6).Select(n => $"r-{n}").ToList();
        foreach (var key in keys) await _shop.Refund($$"""{"order_number":"c-1","key":"{{key}}","amount":1}""");

        var answers = await Task.WhenAll(keys.Select(key => Task.Run(() =>
            _shop.PutIdentifier("refunds", key, "WH-7", """{"name":"warehouse"}"""))));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers, answer => Assert.True(answer.Status is 201 or 409 or 422));
    }

    [Fact]
    public async Task A_resource_has_at_most_fifty_identifiers()
    {
        await PaidAndRefunded("refunds");
        for (var n = 0; n < IdentifierSet.MaxIdentifiers; n++)
            await _shop.PutIdentifier("refunds", "r-1", $"{n}", """{"name":"a"}""");

        var rejected = await _shop.Rejected(() => _shop.PutIdentifier("refunds", "r-1", "more", """{"name":"a"}"""));

        Assert.Contains("50", rejected.Messages, StringComparison.Ordinal);
        Assert.Equal(200, (await _shop.PutIdentifier("refunds", "r-1", "7", """{"name":"b"}""")).Status);
    }

    [Theory]
    [InlineData("x", "{}", "name is required")]
    [InlineData("x", """{"name":7}""", "name")]
    [InlineData("x", """{"name":"a","primary":"yes"}""", "primary must be true or false")]
    [InlineData("x", "[]", "object")]
    [InlineData("", """{"name":"a"}""", "identifier")]
    [InlineData("a\nb", """{"name":"a"}""", "identifier")]
    public async Task An_invalid_form_is_rejected(string identifier, string body, string message)
    {
        await PaidAndRefunded("refunds");

        var rejected = await _shop.Rejected(() => _shop.PutIdentifier("refunds", "r-1", identifier, body));

        Assert.Contains(message, rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_resource_has_no_identifiers()
    {
        foreach (var resource in new[] { "refunds", "captures" })
        {
            Assert.Equal(404, (await _shop.GetIdentifiers(resource, "nope")).Status);
            Assert.Equal(404, (await _shop.PutIdentifier(resource, "nope", "1", """{"name":"a"}""")).Status);
            Assert.Equal(404, (await _shop.DeleteIdentifier(resource, "nope", "1")).Status);
        }

        Assert.Null(await Resolved("1"));
    }

    private async Task<(string Key, string Id)> PaidAndRefunded(string resource)
    {
        var (_, captures) = await _shop.PaidOrder("c-1", "60");
        var refund = await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":20}""");
        await _shop.Service.DrainAsync();
        return resource == "refunds" ? ("r-1", refund.Of("id")) : (captures[0], captures[0]);
    }

    private async Task<FlowAnswer> Capture(string identifier)
    {
        var id = (await _shop.GetRefund("r-1")).Of("captures.0.capture.id");
        return await _shop.PutIdentifier("captures", id, identifier, """{"name":"warehouse"}""");
    }

    private async Task<string?> Resolved(string identifier) =>
        (await _shop.Service.Get<ResourceIdentifiers>().ResolveAsync<Refund>(
            ServiceUnderTest.Demo, identifier, default))?.ToString();

    private IEnumerable<ChangeType> Journalled() => _shop.Service.Ledgers
        .Journal(LedgerAddress.ForOrder(ServiceUnderTest.Demo, OrderNumber.From("c-1")))
        .Where(entry => entry.Record is IdentifierSet)
        .Select(entry => entry.Type);
}
