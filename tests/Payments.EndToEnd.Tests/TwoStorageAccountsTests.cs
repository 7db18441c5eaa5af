using System.Diagnostics.CodeAnalysis;
using Azure.Data.Tables;
using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary>The whole service with its ledgers in two storage accounts.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class TwoStorageAccountsTests : IAsyncLifetime
{
    private const int Orders = 6;

    private static readonly string[] Names = ["first", "second"];

    private readonly AzuriteFixture _azurite = new() { Accounts = Names };
    private readonly SharedState _state = new();

    public async ValueTask InitializeAsync() => await _azurite.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _state.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task Orders_are_paid_refunded_and_listed_over_both_and_each_is_in_the_account_that_its_ids_say()
    {
        var service = await _state.StartAsync(new Dictionary<string, string>
        {
            ["Tables__0"] = _azurite.ConnectionStringOf(Names[0]),
            ["Tables__1"] = _azurite.ConnectionStringOf(Names[1]),
        });
        var shop = new Storefront(service.Http);
        var ids = new List<string>();
        await Parallel.ForAsync(0, Orders, async (number, _) =>
        {
            var id = await shop.CreatePaidOrderAsync($"o-{number}", 60m, 40m);
            lock (ids) ids.Add(id);
        });
        var refunds = await Task.WhenAll(Enumerable.Range(0, Orders).SelectMany(number => new[]
        {
            shop.RefundAsync($"o-{number}", 75m, $"r-{number}"), shop.RefundAsync($"o-{number}", 75m, $"r-{number}"),
        }));

        Assert.All(refunds, refund => Assert.Equal(201, refund.Status));
        Assert.Equal(Orders, refunds.Select(refund => refund.Body!["id"]!.GetValue<string>()).Distinct().Count());
        for (var number = 0; number < Orders; number++)
        {
            var refund = await shop.WaitForFinalStateAsync($"r-{number}");
            Assert.Equal("succeeded", refund["status"]!.GetValue<string>());
            ids.Add(refund["id"]!.GetValue<string>());
        }

        Assert.Equal(Orders * 75m, await shop.SumPaidOutAsync());
        var listed = await Storefront.ExpectAsync(200, shop.SendAsync(HttpMethod.Get, "refunds?limit=100"));
        Assert.Equal(
            Enumerable.Range(0, Orders).Select(number => $"r-{number}").Order(StringComparer.Ordinal),
            listed.AsArray().Select(refund => refund!["key"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        await AssertInTheirAccountsAsync(ids);
    }

    /// <summary>The first eight digits of a ledger's id, which every id contains, say which account has it.</summary>
    private async Task AssertInTheirAccountsAsync(IReadOnlyCollection<string> ids)
    {
        var used = ids.GroupBy(id => Convert.ToUInt32(id[4..12], 16) % 2).ToDictionary(account => account.Key);
        Assert.Equal(2, used.Count);
        foreach (var (account, own) in used)
        {
            var table = new TableServiceClient(_azurite.ConnectionStringOf(Names[account])).GetTableClient("ledgers");
            var partitions = new HashSet<string>();
            await foreach (var row in table.QueryAsync<TableEntity>()) partitions.Add(row.PartitionKey);
            Assert.All(own, id => Assert.Contains($"demo|{id[4..24]}", partitions));
            Assert.Equal(own.Select(id => id[4..24]).Distinct().Count(), partitions.Count - 1);
        }
    }
}
