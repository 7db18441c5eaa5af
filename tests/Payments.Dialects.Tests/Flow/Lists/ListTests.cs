using Payments.Handlers.Identifiers;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Flow.Lists;

public sealed class ListTests : IDisposable
{
    private readonly FlowShop _shop = new();
    private readonly FlowLister _lister;

    public ListTests() => _lister = new FlowLister(_shop.Service);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_list_is_empty_before_anything_is_created()
    {
        foreach (var list in FlowLister.Lists)
        {
            var answer = await _lister.Ask(list);
            Assert.Equal((200, "[]"), (answer.Status, answer.Text));
        }
    }

    [Fact]
    public async Task A_list_has_25_items_by_default_newest_first()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":1000}""");
        for (var n = 0; n < 27; n++) await Credit("c-1", $"p-{n:d2}", 1);

        Assert.Equal(Keys(26, 25), await _lister.Ask("credit/payments", "", "key"));
        Assert.Equal(Keys(1, 2), await _lister.Ask("credit/payments", "?offset=25", "key"));
        Assert.Equal(Keys(23, 4), await _lister.Ask("credit/payments", "?limit=4&offset=3", "key"));
        Assert.Equal(
            ["p-02", "p-03"], await _lister.Ask("credit/payments", "?limit=2&offset=2&sort=created_at", "key"));
        Assert.Empty(await _lister.Ask("credit/payments", "?offset=10000", "key"));
        Assert.Equal(27, (await _lister.Ask("credit/payments", "?limit=100", "key")).Length);

        static IEnumerable<string> Keys(int newest, int count) =>
            Enumerable.Range(0, count).Select(n => $"p-{newest - n:d2}");
    }

    [Fact]
    public async Task Credit_payments_are_filtered_by_id_key_and_order_and_sorted()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":1000}""");
        await _shop.PutOrder("c-2", """{"currency":"USD","total":1000}""");
        var first = await Credit("c-1", "p-1", 30);
        var second = await Credit("c-1", "p-2", 10);
        var third = await Credit("c-2", "p-3", 20);

        await Lists("credit/payments", $"?id={third}&id={first}", "p-3", "p-1");
        await Lists("credit/payments", $"?id[]={third}&id=nonsense", "p-3");
        await Lists("credit/payments", "?key=p-1&key=p-2&key=unknown", "p-2", "p-1");
        await Lists("credit/payments", $"?key=p-1&id={second}");
        await Lists("credit/payments", $"?key={first}");
        await Lists("credit/payments", "?order_number=c-1", "p-2", "p-1");
        await Lists("credit/payments", $"?order_number=c-1&id={third}&id={second}", "p-2");
        await Lists("credit/payments", "?order_number=unknown");
        await Lists("credit/payments", "?order_number=c-1&sort=-amount", "p-1", "p-2");
        await Lists("credit/payments", "?order_number=c-1&sort=description,amount&limit=1&offset=1", "p-1");
        await Lists("credit/payments", "?order_number=c-1&sort=created_at", "p-1", "p-2");
    }

    [Fact]
    public async Task A_credit_payments_order_is_included_on_request()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":1000}""");
        await Credit("c-1", "p-1", 30);

        var answer = await _lister.Ask("credit/payments", "?expand=order");

        Assert.Equal((await _shop.GetCredit("p-1", "?expand=order")).Text, answer.Body[0].GetRawText());
        Assert.Equal("970.00", answer.Number("0.order.balance.amount"));
        Assert.Equal("order_reference", (await _lister.Ask("credit/payments")).Of("0.order.discriminator"));
    }

    [Fact]
    public async Task Captures_and_authorizations_have_the_filters_of_the_clients()
    {
        var (first, captures) = await _shop.PaidOrder("c-1", "60", "40");
        _shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        var direct = await _shop.Authorize(
            """{"discriminator":"direct_authorization_form","token":"t","amount":9,"currency":"USD","key":"a-2"}""");
        var alone = await _shop.Capture("""{"authorization_id":"a-2","key":"k-3","amount":9}""");

        var all = await _lister.Ask("captures", "", "id");
        Assert.Equal(alone.Of("id"), all[0]);
        Assert.Equal(captures.Order(StringComparer.Ordinal), all[1..].Order(StringComparer.Ordinal));
        await Lists("captures", "?authorization_key=a-2", "k-3");
        await Lists("captures", $"?authorization_id={direct.Of("id")}&authorization_key=a-2", "k-3");
        await Lists("captures", $"?authorization_id={first}&authorization_key=a-2");
        await Lists("captures", $"?authorization_id={first}&sort=amount", captures[1], captures[0]);
        await Lists("captures", "?authorization_id=a-2");
        await Lists("captures", "?key=k-3&authorization_key=unknown");
        await Lists("authorizations", "", "a-2", first);
        await Lists("authorizations", "?order_number=c-1", first);
        await Lists("authorizations", "?key=a-2&order_number=c-1");
        await Lists("authorizations", $"?id={first}&id={direct.Of("id")}&sort=created_at", first, "a-2");
        Assert.Equal((await _shop.GetCapture("k-3")).Text, (await _lister.Ask("captures")).Body[0].GetRawText());
    }

    [Fact]
    public async Task A_listed_authorization_shows_its_expiry()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1");
        _shop.Service.Time.Advance(TimeSpan.FromDays(7));

        var listed = await _lister.Ask("authorizations");

        Assert.Equal(authorization, listed.Of("0.id"));
        Assert.Equal("expired", listed.Of("0.result.status"));
    }

    [Fact]
    public async Task The_refunds_of_a_capture_or_authorization_are_those_that_return_any_of_it()
    {
        var (authorization, captures) = await _shop.PaidOrder("c-1", "60", "40");
        await _shop.PaidOrder("c-2", "50");
        await Refund("""{"order_number":"c-1","key":"r-1","amount":75}""");
        await Refund($$"""{"capture_id":"{{captures[1]}}","key":"r-2","amount":5}""");
        await Refund("""{"order_number":"c-2","key":"r-3","amount":50}""");
        await _shop.Refund($$"""{"authorization_id":"{{authorization}}","key":"r-4","amount":1}""");

        await Lists("refunds", "", "r-4", "r-3", "r-2", "r-1");
        await Lists("refunds", $"?capture_id={captures[0]}", "r-1");
        await Lists("refunds", $"?capture_id={captures[1]}", "r-2", "r-1");
        await Lists("refunds", $"?capture_key={captures[1]}&sort=created_at", "r-1", "r-2");
        await Lists("refunds", $"?authorization_id={authorization}", "r-4", "r-2", "r-1");
        await Lists("refunds", $"?authorization_key={authorization}&key=r-1", "r-1");
        await Lists("refunds", $"?authorization_id={authorization}&sort=-amount,key", "r-1", "r-2", "r-4");
        await Lists("refunds", "?key=r-3&key=r-4&sort=status,key", "r-4", "r-3");
        var found = await _lister.Ask("refunds", "?key=r-1");
        Assert.Equal((await _shop.GetRefund("r-1")).Text, found.Body[0].GetRawText());
        Assert.Equal((await _shop.GetRefund("r-3")).Text, (await _lister.Ask("refunds")).Body[1].GetRawText());
    }

    [Fact]
    public async Task An_identifier_finds_its_resource()
    {
        var (_, captures) = await _shop.PaidOrder("c-1", "60", "40");
        await Refund("""{"order_number":"c-1","key":"r-1","amount":7}""");
        await Refund("""{"order_number":"c-1","key":"r-2","amount":5}""");
        var identifiers = _shop.Service.Get<ResourceIdentifiers>();
        var named = new Identifier("erp", "E-1", Primary: true);
        await identifiers.AttachAsync<Refund>(ServiceUnderTest.Demo, "r-1", named, default);
        await identifiers.AttachAsync<Capture>(ServiceUnderTest.Demo, captures[1], named, default);

        await Lists("refunds", "?identifier=E-1", "r-1");
        await Lists("refunds", "?identifier=E-1&key=r-2");
        await Lists("refunds", "?identifier=E-1&key=r-1&sort=amount", "r-1");
        await Lists("refunds", "?identifier=E-2");
        await Lists("captures", "?identifier=E-1", captures[1]);
        Assert.Equal("[]", (await new FlowLister(_shop.Service, "other-flow-token", "other")
            .Ask("refunds", "?identifier=E-1")).Text);
    }

    [Fact]
    public async Task An_organization_sees_nothing_of_another()
    {
        var (authorization, captures) = await _shop.PaidOrder("c-1", "60");
        await Refund("""{"order_number":"c-1","key":"r-1","amount":5}""");
        await _shop.PutOrder("c-2", """{"currency":"USD","total":100}""");
        var credited = await Credit("c-2", "p-1", 1);
        var other = new FlowLister(_shop.Service, "other-flow-token", "other");
        string[] filtered =
        [
            $"credit/payments?id={credited}", "credit/payments?order_number=c-2", "credit/payments?key=p-1",
            "refunds?key=r-1", $"refunds?authorization_id={authorization}", $"refunds?capture_id={captures[0]}",
            $"captures?id={captures[0]}", $"captures?authorization_key={authorization}",
            $"captures/versions?capture_id={captures[0]}", $"credit/payments/versions?id={credited}",
            "credit/payments/versions?key=p-1",
        ];

        foreach (var list in FlowLister.Lists)
        {
            Assert.NotEqual("[]", (await _lister.Ask(list)).Text);
            Assert.Equal("[]", (await other.Ask(list)).Text);
            Assert.Equal(404, (await new FlowLister(_shop.Service, "other-flow-token").Ask(list)).Status);
            Assert.Equal(401, (await new FlowLister(_shop.Service, "nobody").Ask(list)).Status);
        }

        foreach (var parts in filtered.Select(text => text.Split('?')))
        {
            Assert.NotEqual("[]", (await _lister.Ask(parts[0], $"?{parts[1]}")).Text);
            Assert.Equal("[]", (await other.Ask(parts[0], $"?{parts[1]}")).Text);
        }
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?limit=99999999999999999999", "limit")]
    [InlineData("?offset=-1", "offset")]
    [InlineData("?offset=1.5", "offset")]
    [InlineData("?offset=99999999999999999999", "offset")]
    [InlineData("?offset=10001", "offset must be a whole number from 0 to 10000.")]
    [InlineData("?sort=nonsense", "sort")]
    [InlineData("?sort=", "sort")]
    [InlineData("?sort=--created_at", "sort")]
    [InlineData("?order=c-1", "order is not a parameter")]
    [InlineData("?Limit=1", "Limit is not a parameter")]
    [InlineData("?stauts[]=failed", "stauts is not a parameter")]
    [InlineData("?stauts", "stauts is not a parameter")]
    public async Task An_invalid_parameter_is_named(string query, string parameter)
    {
        foreach (var list in FlowLister.Lists)
        {
            var rejected = await _lister.Ask(list, query);

            Assert.Equal(422, rejected.Status);
            Assert.Equal("generic_error", rejected.Of("code"));
            Assert.StartsWith(parameter, rejected.Messages, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unfiltered_list_sorts_by_creation_only_and_at_most_100_names_are_accepted()
    {
        foreach (var list in FlowLister.Lists.Where(list => !list.EndsWith("versions", StringComparison.Ordinal)))
        {
            var rejected = await _lister.Ask(list, "?sort=amount");
            Assert.Equal(422, rejected.Status);
            Assert.Contains("narrow the list", rejected.Messages, StringComparison.Ordinal);
            Assert.Equal(200, (await _lister.Ask(list, "?sort=amount&key=a")).Status);
            Assert.Equal(422, (await _lister.Ask(list, "?sort=key,-key&key=a")).Status);
        }

        foreach (var list in FlowLister.Lists)
        {
            var names = string.Join('&', Enumerable.Range(0, 101).Select(n => $"id={n}"));
            Assert.StartsWith("id may", (await _lister.Ask(list, $"?{names}")).Messages, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task All_errors_are_reported_at_once()
    {
        var rejected = await _lister.Ask("refunds", "?limit=0&offset=x&sort=y&capture_id=1&capture_id=2");

        Assert.Equal(4, rejected["messages"].GetArrayLength());
    }

    private async Task Lists(string list, string query, params string[] keys) =>
        Assert.Equal(keys, await _lister.Ask(list, query, "key"));

    private async Task<string> Credit(string order, string key, int amount)
    {
        _shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        var credited = await _shop.Credit(
            $$"""
            {
              "order_number": "{{order}}", "key": "{{key}}", "description": "Gift card",
              "amount": {{amount}}, "max": 100, "currency": "USD"
            }
            """);
        Assert.Equal(201, credited.Status);
        return credited.Of("id");
    }

    private async Task Refund(string form)
    {
        _shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(201, (await _shop.Refund(form)).Status);
        await _shop.Service.DrainAsync();
        _shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
    }
}
