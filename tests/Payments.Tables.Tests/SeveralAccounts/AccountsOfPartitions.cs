using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Ledgers;
using Payments.Tables.Storage;
using Payments.Tables.Tests.Faults;
using Payments.Tables.Timeline;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests.SeveralAccounts;

/// <summary>Which storage account has what, and what depends on which of them.</summary>
[Collection(SpreadTablesCollection.Name)]
public sealed class AccountsOfPartitions(SpreadTables tables)
{
    private const int Ledgers = 20_000;

    private readonly OrganizationId _organization = OrganizationId.From($"shop-{Guid.NewGuid():N}");

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(StorageAccounts.MaxAccounts)]
    public void Ledgers_and_keys_are_spread_evenly(int accounts)
    {
        var ledgers = Enumerable.Range(0, Ledgers)
            .CountBy(number => LedgerOf(number).Number % accounts).Select(account => account.Value).ToList();
        var keys = Enumerable.Range(0, Ledgers)
            .CountBy(number => KeyOf(number) % accounts).Select(account => account.Value).ToList();

        foreach (var spread in new[] { ledgers, keys })
        {
            Assert.Equal(accounts, spread.Count);
            Assert.All(spread, count => Assert.InRange((double)count * accounts / Ledgers, 0.92, 1.08));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(StorageAccounts.MaxAccounts)]
    public void No_partition_of_a_list_takes_more_than_a_sixteenth_and_an_entry_is_in_the_account_of_its_ledger(
        int accounts)
    {
        var rows = new TimelineRows(_organization, Refund.Prefix, accounts);
        var entries = Enumerable.Range(0, Ledgers).Select(Create).ToList();

        var shares = entries.CountBy(rows.ToPartition).Select(partition => (double)partition.Value / Ledgers).ToList();

        Assert.Equal(TimelineRows.Shards, shares.Count);
        Assert.All(shares, share => Assert.InRange(share, 0, 1 / 16.0));
        Assert.All(entries, entry => Assert.Equal(
            Partition.ToNumber(entry.Ledger) % accounts, rows.ToPartition(entry).Number % accounts));
        Assert.All(entries.Take(100), entry => Assert.Contains(
            rows.ToPartition(entry), rows.ListPartitions(TimelineList.Resources)));
    }

    [Fact]
    public async Task A_ledger_and_its_list_entries_are_written_to_the_account_that_its_id_says()
    {
        WatchedTransport[] transports = [new(), new()];
        var accounts = tables.Connect([.. transports]);
        var store = new TableLedgerStore(accounts);
        var timeline = new TableTimeline(accounts);
        var used = new HashSet<uint>();
        for (var number = 0; number < 20; number++)
        {
            var address = LedgerAddress.ForOrder(_organization, OrderNumber.From($"o-{number}"));
            var id = Sample.CreditPayment(address).Id.ToString();
            var account = Convert.ToUInt32(id[4..12], 16) % 2;
            used.Add(account);
            foreach (var transport in transports) transport.Sent.Clear();

            await StoreAsync(store, timeline, address);

            Assert.NotEmpty(transports[account].Sent);
            Assert.Empty(transports[1 - account].Sent);
            Assert.NotNull((await new TableLedgerStore(tables.Accounts).LoadAsync(address, [], default)).Head);
        }

        Assert.Equal(2, used.Count);
    }

    [Fact]
    public async Task With_one_account_away_the_ledgers_of_the_other_can_be_used_and_written()
    {
        var away = new WatchedTransport { Before = _ => throw new IOException("away") };
        var accounts = tables.Connect(new WatchedTransport(), away);
        var store = new TableLedgerStore(accounts);
        var timeline = new TableTimeline(accounts);
        var (served, failed) = (0, 0);
        for (var number = 0; number < 40; number++)
        {
            var address = LedgerAddress.ForOrder(_organization, OrderNumber.From($"o-{number}"));
            if (LedgerOf(number).Number % 2 == 0)
            {
                await StoreAsync(store, timeline, address);
                served++;
            }
            else
            {
                await Assert.ThrowsAsync<StorageUnavailableException>(() => store.LoadAsync(address, [], default));
                failed++;
            }
        }

        Assert.InRange(served, 10, 30);
        Assert.Equal(40 - served, failed);
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await timeline
            .ReadAsync(
                _organization,
                CreditPayment.Prefix,
                TimelineList.Resources,
                TimelineOrder.NewestFirst,
                9,
                default)
            .ToListAsync());
        // The breaker of the account that is away has opened, and the other's has not.
        Assert.InRange(away.Sent.Count, 5, 40);
    }

    [Fact]
    public async Task What_is_not_spread_is_in_the_first_account()
    {
        WatchedTransport[] transports = [new(), new()];
        var accounts = tables.Connect([.. transports]);

        foreach (var number in Enumerable.Range(0, 8))
        {
            var name = new CounterName(
                OrganizationId.From($"{_organization}-{number}"), "kind", "period");
            await new TableCounterStore(accounts).TryWriteAsync(
                name, new Counter(1, DateTimeOffset.UtcNow, null), default);
        }

        Assert.Equal(8, transports[0].Sent.Count);
        Assert.Empty(transports[1].Sent);
    }

    private static async Task StoreAsync(TableLedgerStore store, TableTimeline timeline, LedgerAddress address)
    {
        var record = Sample.CreditPayment(address);
        var loaded = await store.LoadAsync(address, [record.RecordKey], default);
        var entry = new TimelineEntry(
            CreditPayment.Prefix, address.Ledger, record.RecordKey, 0, Creates: true, record.CreatedAt);
        await timeline.AppendAsync(address.Organization, [entry], default);
        Assert.NotNull(await store.CommitAsync(
            address, loaded.Version, Sample.Inserting(loaded.Head, record), default));
        Assert.NotNull((await store.LoadAsync(address, [record.RecordKey], default)).Head);
    }

    private Partition LedgerOf(int number) =>
        new LedgerRows(LedgerAddress.ForOrder(_organization, OrderNumber.From($"o-{number}"))).Partition;

    private uint KeyOf(int number)
    {
        var row = KeyRows.Create(_organization, "ref", Key.From($"k-{number}"));
        return Convert.ToUInt32(row.PartitionKey[^2..], 16);
    }

    private static TimelineEntry Create(int number)
    {
        var ledger = LedgerId.ForOrder(OrderNumber.From($"o-{number}"));
        var id = Id<Refund>.New(ledger, new Guid(number, 0, 0, new byte[8]));
        return new TimelineEntry(
            Refund.Prefix, ledger, RecordKey.For(id), number, Creates: true, Sample.At.AddSeconds(number));
    }
}
