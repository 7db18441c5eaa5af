using FsCheck;
using FsCheck.Fluent;
using Payments.Handlers.Reading;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Tests.Flow.Lists;

public sealed class VersionTests
{
    private const int Steps = 40;

    private static readonly Dictionary<string, (string Filter, string Field)> Resources = new()
    {
        ["credit/payments"] = ("id", "credit_payment"),
        ["refunds"] = ("refund_id", "refund"),
        ["captures"] = ("capture_id", "capture"),
        ["authorizations"] = ("authorization_id", "authorization"),
    };

    [Fact]
    public void The_versions_of_a_resource_are_all_its_visible_states() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            using var shop = new ObservedShop(seed);
            ReplayAsync(shop).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void A_version_number_contains_its_time_and_is_unique_in_its_ledger() =>
        Prop.ForAll<Guid, DateTime>((unique, moment) =>
        {
            var ledger = LedgerId.Standalone(unique);
            var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)
                .AddTicks(moment.Ticks % (TimeSpan.TicksPerDay * 20_000));
            var numbers = Enumerable.Range(0, 1_000).Select(n => VersionNumber.Create(ledger, n, at)).ToList();

            Assert.Equal(numbers.Count, numbers.Distinct().Count());
            Assert.All(numbers, number =>
            {
                Assert.True(number.Value > 0);
                Assert.True(number.From <= at && at < number.To);
                Assert.True(VersionNumber.TryParse(number.ToString(), out var read) && read == number);
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public async Task All_versions_are_sorted_by_time_in_either_direction_and_paged()
    {
        using var shop = new FlowShop();
        var lister = new FlowLister(shop.Service);
        await shop.PaidOrder("c-1", "60", "40");
        for (var n = 0; n < 3; n++)
        {
            shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Refund($$"""{"order_number":"c-1","key":"r-{{n}}","amount":10}""");
        }

        shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.Service.DrainAsync();

        var all = await lister.Ask("refunds/versions", "", "id");
        var times = await lister.Ask("refunds/versions", "?sort=-journal_timestamp", "timestamp");
        var pages = new List<string>();
        for (var offset = 0; offset < all.Length; offset += 2)
            pages.AddRange(await lister.Ask("refunds/versions", $"?limit=2&offset={offset}", "id"));

        Assert.Equal(all, pages);
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
        Assert.Equal("insert", (await lister.Ask("refunds/versions", "?limit=1")).Of("0.type"));
        Assert.Equal(3, (await lister.Ask("refunds/versions", "", "type")).Count(type => type == "insert"));
    }

    [Fact]
    public async Task A_version_names_the_credential_that_made_it_or_the_service()
    {
        using var shop = new FlowShop();
        var lister = new FlowLister(shop.Service);
        await shop.PaidOrder("c-1", "60", "40");
        await shop.Credit("""{"order_number":"c-1","description":"Gift","amount":1,"max":9,"currency":"USD"}""");
        var colleague = new FlowShop { Service = shop.Service, Token = "demo-2-flow-token" };
        await colleague.Refund("""{"order_number":"c-1","amount":10}""");
        await shop.Service.DrainAsync();

        Assert.Equal(["flow/demo-flow"], await lister.Ask("authorizations/versions", "", "credential"));
        Assert.All(
            await lister.Ask("captures/versions", "", "credential"),
            credential => Assert.Equal("flow/demo-flow", credential));
        var changes = await lister.Ask("refunds/versions", "", "credential");
        Assert.Equal("flow/demo-2-flow", changes[0]);
        Assert.All(changes.Skip(1), credential => Assert.Equal("service", credential));
        Assert.True(changes.Length > 1);
    }

    [Fact]
    public async Task A_version_is_found_by_its_number()
    {
        using var shop = new FlowShop();
        var lister = new FlowLister(shop.Service);
        var (authorization, captures) = await shop.PaidOrder("c-1", "60", "40");
        await shop.PutOrder("c-2", """{"currency":"USD","total":100}""");
        await shop.Credit("""{"order_number":"c-2","description":"Gift","amount":1,"max":9,"currency":"USD"}""");
        await shop.Refund("""{"order_number":"c-1","amount":10}""");

        foreach (var list in FlowLister.Lists.Where(list => list.EndsWith("versions", StringComparison.Ordinal)))
        {
            var all = await lister.Ask(list, "", "id");
            Assert.NotEmpty(all);
            foreach (var id in all) Assert.Equal([id], await lister.Ask(list, $"?id={id}", "id"));
            Assert.Equal(
                all.Order(StringComparer.Ordinal),
                (await lister.Ask(list, $"?{string.Join('&', all.Select(id => $"id={id}"))}", "id"))
                    .Order(StringComparer.Ordinal));
            Assert.Empty(await lister.Ask(list, "?id=1&id=nonsense", "id"));
        }

        var first = (await lister.Ask("captures/versions", $"?capture_id={captures[0]}", "id"))[0];
        Assert.Equal([first], await lister.Ask("captures/versions", $"?capture_id={captures[0]}&id={first}", "id"));
        Assert.Empty(await lister.Ask("captures/versions", $"?capture_id={captures[1]}&id={first}", "id"));
        Assert.Empty(await lister.Ask("authorizations/versions", $"?authorization_id={authorization}0", "id"));
    }

    [Fact]
    public async Task Versions_of_credit_payments_are_filtered_by_key_and_id()
    {
        using var shop = new FlowShop();
        var lister = new FlowLister(shop.Service);
        await shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var ids = new List<string>();
        foreach (var key in new[] { "p-1", "p-2" })
        {
            var credited = await shop.Credit(
                $$"""
                {"order_number":"c-1","key":"{{key}}","description":"Gift","amount":1,"max":9,"currency":"USD"}
                """);
            ids.Add(credited.Of("id"));
        }

        const string List = "credit/payments/versions";
        Assert.Equal([ids[1]], await lister.Ask(List, "?key=p-2", "credit_payment.id"));
        Assert.Equal([ids[0]], await lister.Ask(List, $"?id={ids[0]}", "credit_payment.id"));
        Assert.Empty(await lister.Ask(List, $"?id={ids[0]}&key=p-2", "credit_payment.id"));
        Assert.Equal(2, (await lister.Ask(List, "?key=p-1&key=p-2&key=p-3", "id")).Length);
    }

    [Fact]
    public async Task A_deleted_resource_ends_with_a_deletion_version_and_is_no_longer_listed()
    {
        using var shop = new ObservedShop(1);
        await shop.OpenAsync();
        await shop.RecordAsync();
        await shop.LookAsync();
        await shop.RemoveAsync();
        await shop.LookAsync();

        foreach (var list in new[] { "captures", "authorizations" })
        {
            Assert.Equal(["insert", "delete"], await shop.Lister.Ask($"{list}/versions", "", "type"));
            Assert.Equal(
                ["delete", "insert"], await shop.Lister.Ask($"{list}/versions", "?sort=-journal_timestamp", "type"));
            Assert.Equal("[]", (await shop.Lister.Ask(list)).Text);
            var states = Assert.Single(shop.Seen, seen => seen.Key.List == list).Value;
            Assert.Equal("", states[^1]);
        }
    }

    [Fact]
    public async Task Typed_clients_read_every_version()
    {
        using var shop = new ObservedShop(7);
        await shop.OpenAsync();
        for (var step = 0; step < Steps; step++) await shop.StepAsync();

        foreach (var (list, (_, field)) in Resources)
        {
            var versions = (await shop.Lister.Ask($"{list}/versions", "?limit=100")).Body;
            Assert.NotEqual(0, versions.GetArrayLength());
            var model = field == "authorization" ? "card_authorization" : field;
            foreach (var version in versions.EnumerateArray())
            {
                // The last is an extension: clients reject missing fields, not further ones (flow-payments.md).
                Assert.Equal(
                    ["id", "timestamp", "type", field, "credential"],
                    version.EnumerateObject().Select(item => item.Name));
                Assert.Empty(ClientModels.Problems(model, version.GetProperty(field)));
            }
        }
    }

    private static async Task ReplayAsync(ObservedShop shop)
    {
        await shop.OpenAsync();
        for (var step = 0; step < Steps; step++) await shop.StepAsync();

        foreach (var ((list, id), seen) in shop.Seen)
        {
            var (filter, field) = Resources[list];
            var states = new List<string>();
            for (var offset = 0; ; offset += 2)
            {
                var page = (await shop.Lister.Ask($"{list}/versions", $"?{filter}={id}&limit=2&offset={offset}")).Body;
                states.AddRange(page.EnumerateArray().Select(version =>
                    version.GetProperty("type").GetString() == "delete"
                        ? ""
                        : version.GetProperty(field).GetRawText()));
                if (page.GetArrayLength() < 2) break;
            }

            Assert.Equal(seen[^1], states[^1]);
            var next = 0;
            foreach (var state in seen)
            {
                next = states.IndexOf(state, next) + 1;
                Assert.True(next > 0, $"{list} {id} was seen as {state}, not among {string.Join('\n', states)}");
            }
        }
    }
}
