using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Tables.Availability;
using Payments.Tables.Ledgers;
using Payments.Tables.Storage;
using Payments.Tables.Tests.Availability;
using Payments.Tables.Tests.Faults;
using Payments.Testing;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests.SeveralAccounts;

/// <summary>
/// A list of accounts that is not the one that ledgers were spread over would hide some of them: it is never used.
/// </summary>
[Collection(SpreadTablesCollection.Name)]
public sealed class ListsOfAccounts(SpreadTables tables)
{
    private static readonly LedgerAddress Address = Sample.Address();

    private readonly FakeLogger<TableInitializer> _log = new();
    private volatile bool _isAway;

    private IReadOnlyList<string> Logged => _log.Collector.ReadLines();

    [Fact]
    public async Task New_accounts_get_their_places_and_the_same_list_is_used_again()
    {
        var names = tables.TakeNew(3);

        Assert.True(await StartAsync(tables.List(names)));
        Assert.True(await StartAsync(tables.List(names)));

        var places = await Task.WhenAll(names.Select(FindPlaceAsync));
        Assert.Equal(["1", "2", "3"], places.Select(place => $"{place!["Number"]}"));
        Assert.All(places, place => Assert.Equal((3, string.Join(' ', names)), (place!["Of"], place["Names"])));
        Assert.Single(places.Select(place => place!["Set"]).Distinct());
        Assert.Empty(Logged);
    }

    [Fact]
    public async Task Instances_that_start_at_the_same_time_agree_on_the_set()
    {
        for (var round = 0; round < 4; round++)
        {
            var names = tables.TakeNew(3);

            var started = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => StartAsync(tables.List(names))));

            Assert.All(started, Assert.True);
            var places = await Task.WhenAll(names.Select(FindPlaceAsync));
            Assert.Single(places.Select(place => place!["Set"]).Distinct());
        }
    }

    [Fact]
    public async Task A_start_that_was_cut_off_half_way_is_completed_by_the_next()
    {
        var names = tables.TakeNew(3);
        await StartAsync(tables.List(names));
        // Places are given from the last to the first.
        await DeletePlaceAsync(names[0]);
        await DeletePlaceAsync(names[1]);
        var before = (await FindPlaceAsync(names[2]))!["Set"];

        Assert.True(await StartAsync(tables.List(names)));

        Assert.Equal(before, (await FindPlaceAsync(names[0]))!["Set"]);
    }

    [Theory]
    [InlineData("ABC", "is number 1 of 3")]
    [InlineData("A", "is number 1 of 1")]
    [InlineData("B", "it is number 2 of 2")]
    [InlineData("BA", "it is number 2 of 2")]
    [InlineData("AC", "the accounts were")]
    [InlineData("CB", "has ledgers")]
    public async Task Another_list_than_the_one_with_the_ledgers_is_rejected(string list, string reason)
    {
        var names = tables.TakeNew(4);
        await StartAsync(tables.List(names[0], names[1]));
        var accounts = tables.List(list.Select(letter => names[letter - 'A']));
        await StoreLedgersAsync(names[..2]);

        Assert.False(await StartAsync(accounts));

        Assert.Contains(reason, Assert.Single(Logged), StringComparison.Ordinal);
        Assert.DoesNotContain("AccountKey", Logged[0], StringComparison.Ordinal);
        await AssertNothingIsServedAsync(accounts);
    }

    [Fact]
    public async Task A_single_account_with_ledgers_cannot_become_the_first_of_several()
    {
        var names = tables.TakeNew(2);
        await StartAsync(tables.List(names[0]));

        var accounts = tables.List(names);
        Assert.False(await StartAsync(accounts));

        Assert.Contains($"the storage account {names[0]} is number 1 of 2", Logged[0], StringComparison.Ordinal);
        await AssertNothingIsServedAsync(accounts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_of_an_earlier_release_starts_alone_and_not_with_others(bool isFirst)
    {
        var names = tables.TakeNew(2);
        await StartAsync(tables.List(names[0]));
        await StoreLedgersAsync(names[..1]);
        await DeletePlaceAsync(names[0]);

        Assert.False(await StartAsync(tables.List(isFirst ? names : names.Reverse())));
        Assert.Contains($"The storage account {names[0]} has ledgers", Logged[0], StringComparison.Ordinal);
        Assert.True(await StartAsync(tables.List(names[0])));
    }

    [Fact]
    public async Task An_account_that_was_replaced_by_an_empty_one_is_named_and_nothing_is_served_until_it_is_back()
    {
        var names = tables.TakeNew(2);
        await StartAsync(tables.List(names));
        var row = await FindPlaceAsync(names[1]);
        await DeletePlaceAsync(names[1]);
        var accounts = tables.List(names);
        using var initializer = new TableInitializer(accounts, TimeProvider.System, _log);

        await initializer.StartingAsync(default);

        Assert.Contains(
            $"the storage account {names[1]} is number 2 of 2", Assert.Single(Logged), StringComparison.Ordinal);
        await AssertNothingIsServedAsync(accounts);
        await Ledgers(names[1]).AddEntityAsync(row!);
        Assert.True(await StartAsync(tables.List(names)));
        await initializer.StopAsync(default);
    }

    [Fact]
    public async Task An_account_that_is_away_at_the_start_is_used_later_and_the_others_at_once()
    {
        var names = tables.TakeNew(2);
        await StartAsync(tables.List(names));
        var accounts = ListWithSecondAway(names);
        using var initializer = new TableInitializer(accounts, TimeProvider.System, _log);

        await initializer.StartingAsync(default);

        await WaitUntilAsync(() => accounts.First.IsOpen);
        Assert.False(initializer.AreCreated);
        var lines = new FakeLogger<TableStorageCheck>();
        await new TableStorageCheck(accounts, TimeProvider.System, lines).CheckAsync(default);
        Assert.Contains(names[1], Assert.Single(lines.Collector.ReadLines()), StringComparison.Ordinal);

        _isAway = false;
        await WaitUntilAsync(() => initializer.AreCreated);
        Assert.All(Logged, line => Assert.Contains(names[1], line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_of_another_set_with_the_same_names_is_rejected_even_if_the_others_are_in_use()
    {
        var names = tables.TakeNew(2);
        await StartAsync(tables.List(names));
        var row = await FindPlaceAsync(names[1]);
        row!["Set"] = "other";
        await Ledgers(names[1]).UpsertEntityAsync(row, TableUpdateMode.Replace);
        var accounts = ListWithSecondAway(names);
        using var initializer = new TableInitializer(accounts, TimeProvider.System, _log);
        await initializer.StartingAsync(default);
        await WaitUntilAsync(() => accounts.First.IsOpen);

        _isAway = false;
        await WaitUntilAsync(() => !accounts.First.IsOpen);

        await WaitUntilAsync(() => Logged.Any(line => line.Contains("belongs to the set other,")));
        await AssertNothingIsServedAsync(accounts);
        await initializer.StopAsync(default);
    }

    [Fact]
    public async Task One_account_costs_one_read_more_than_its_tables_at_the_start()
    {
        var name = tables.TakeNew(1)[0];
        await StartAsync(tables.List(name));
        var transport = new WatchedTransport();

        Assert.True(await StartAsync(new StorageAccounts([tables.ConnectTo(name, transport)])));

        Assert.Equal(TableNames.All.Count + 1, transport.Sent.Count);
        Assert.Single(transport.Sent, sent => sent.Method == "GET");
    }

    [Fact]
    public async Task Before_the_accounts_are_checked_a_request_fails_without_a_call()
    {
        var transport = new WatchedTransport();
        var accounts = new StorageAccounts([tables.ConnectTo(tables.TakeNew(1)[0], transport)]);

        await AssertNothingIsServedAsync(accounts);

        Assert.Empty(transport.Sent);
    }

    /// <summary>A list whose second account does not answer for now.</summary>
    private StorageAccounts ListWithSecondAway(string[] names)
    {
        _isAway = true;
        var transport = new WatchedTransport
        {
            Before = _ => _isAway ? throw new IOException("away") : Task.CompletedTask,
        };
        return new StorageAccounts([tables.ConnectTo(names[0]), tables.ConnectTo(names[1], transport)]);
    }

    /// <summary>Whether all accounts can be used after the start.</summary>
    private async Task<bool> StartAsync(StorageAccounts accounts)
    {
        using var initializer = new TableInitializer(accounts, TimeProvider.System, _log);
        await initializer.StartingAsync(default);
        await WaitUntilAsync(() => initializer.AreCreated || Logged.Count > 0);
        await initializer.StopAsync(default);
        return initializer.AreCreated;
    }

    private async Task StoreLedgersAsync(string[] names)
    {
        foreach (var name in names)
            await Ledgers(name).UpsertEntityAsync(new TableEntity("shop|00", LedgerRows.HeadKey));
    }

    private static async Task AssertNothingIsServedAsync(StorageAccounts accounts)
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => new TableLedgerStore(accounts).LoadAsync(Address, [], default));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => new TableKeyStore(accounts).FindAsync(
            new KeyName(Address.Organization, "ref", Key.From("k")), default));
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => new TableOutbox(accounts).OldestAsync(1, default));
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => new TableStorageCheck(accounts, TimeProvider.System, NullLogger<TableStorageCheck>.Instance)
                .CheckAsync(default));
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition()) await Task.Delay(20, timeout.Token);
    }

    private async Task<TableEntity?> FindPlaceAsync(string name)
    {
        var found = await Ledgers(name).GetEntityIfExistsAsync<TableEntity>(
            AccountPlace.PartitionKey, AccountPlace.RowKey);
        return found.HasValue ? found.Value : null;
    }

    private async Task DeletePlaceAsync(string name) =>
        await Ledgers(name).DeleteEntityAsync(AccountPlace.PartitionKey, AccountPlace.RowKey);

    private TableClient Ledgers(string name) => tables.ConnectTo(name).GetTableClient(TableNames.Ledgers);
}
