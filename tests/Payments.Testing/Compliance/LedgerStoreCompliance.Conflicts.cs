using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Testing.Samples;
using Xunit;

namespace Payments.Testing.Compliance;

/// <summary>What every store of ledgers must do when changes meet.</summary>
public abstract partial class LedgerStoreCompliance
{
    [Fact]
    public async Task A_ledger_is_created_once()
    {
        var address = Sample.Address();
        var (first, second) = (Sample.CreditPayment(address), Sample.CreditPayment(address));
        await CommitAsync(address, Sample.Inserting(null, first));

        Assert.Null(await Store.CommitAsync(address, null, Sample.Inserting(null, second), default));

        await AssertHasAsync(address, first);
    }

    [Fact]
    public async Task A_missing_ledger_is_not_changed()
    {
        var (address, other) = (Sample.Address(), Sample.Address());
        var version = await CommitAsync(other, Sample.Inserting(null, Sample.CreditPayment(other)));
        var changes = Sample.Inserting(LedgerHead.Open(Sample.Usd), Sample.CreditPayment(address));

        Assert.Null(await Store.CommitAsync(address, version, changes, default));

        Assert.Null((await Store.LoadWholeAsync(address, default)).Head);
    }

    [Fact]
    public async Task A_change_of_an_outdated_state_is_not_stored()
    {
        var address = Sample.Address();
        var records = Enumerable.Range(0, 3).Select(_ => Sample.CreditPayment(address)).ToArray();
        await CommitAsync(address, Sample.Inserting(null, records[0]));
        var seen = await LoadAsync(address);
        await CommitAsync(address, Sample.Inserting(seen.Head, records[1]), seen.Version);

        Assert.Null(await Store.CommitAsync(address, seen.Version, Sample.Inserting(seen.Head, records[2]), default));

        await AssertHasAsync(address, records[0], records[1]);
    }

    [Fact]
    public async Task A_commit_returns_a_version_to_commit_on()
    {
        var address = Sample.Address();
        var record = Sample.CreditPayment(address);
        var changes = Sample.Inserting(null, record);
        var version = await CommitAsync(address, changes);
        for (var i = 0; i < 3; i++)
        {
            record = record with { Description = $"Change {i}" };
            changes = Sample.Changes(changes.Head, (ChangeType.Update, record));
            version = await CommitAsync(address, changes, version);
        }

        await AssertHasAsync(address, record);
    }

    [Fact]
    public async Task An_existing_record_is_not_inserted_and_nothing_else_of_that_change_is_stored()
    {
        var address = Sample.Address();
        var (there, other) = (Sample.CreditPayment(address), Sample.CreditPayment(address));
        await CommitAsync(address, Sample.Inserting(null, there));
        var seen = await LoadAsync(address);

        var changes = Sample.Inserting(seen.Head, other, there with { Description = "Another" });
        Assert.Null(await Store.CommitAsync(address, seen.Version, changes, default));

        await AssertHasAsync(address, there);
        Assert.Equal(1, (await LoadAsync(address)).Head!.Sequence);
    }

    [Theory]
    [InlineData(ChangeType.Update)]
    [InlineData(ChangeType.Delete)]
    public async Task To_change_a_record_that_was_not_read_is_a_defect(ChangeType type)
    {
        var address = Sample.Address();
        var unread = Sample.CreditPayment(address);
        await CommitAsync(address, Sample.Inserting(null, unread));
        var seen = await LoadAsync(address);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Store.CommitAsync(address, seen.Version, Sample.Changes(seen.Head, (type, unread)), default));

        await AssertHasAsync(address, unread);
    }

    [Theory]
    [InlineData(ChangeType.Update)]
    [InlineData(ChangeType.Delete)]
    public async Task A_record_that_is_gone_is_not_changed(ChangeType type)
    {
        var address = Sample.Address();
        var (there, gone) = (Sample.CreditPayment(address), Sample.CreditPayment(address));
        var version = await CommitAsync(address, Sample.Inserting(null, there, gone));
        var seen = await LoadAsync(address, gone.RecordKey);
        await CommitAsync(address, Sample.Changes(seen.Head, (ChangeType.Delete, gone)), version);

        // The record was read before it was deleted, the head after.
        var now = await LoadAsync(address);
        var torn = seen.Version! with { Tag = now.Version!.Tag };
        Assert.Null(await Store.CommitAsync(address, torn, Sample.Changes(now.Head, (type, gone)), default));

        await AssertHasAsync(address, there);
    }

    [Fact]
    public async Task A_record_that_changed_since_it_was_read_is_not_changed()
    {
        var address = Sample.Address();
        var record = Sample.CreditPayment(address);
        var version = await CommitAsync(address, Sample.Inserting(null, record));
        var seen = await LoadAsync(address, record.RecordKey);
        var first = record with { Description = "First" };
        await CommitAsync(address, Sample.Changes(seen.Head, (ChangeType.Update, first)), version);

        var now = await LoadAsync(address);
        var torn = seen.Version! with { Tag = now.Version!.Tag };
        var second = Sample.Changes(now.Head, (ChangeType.Update, record with { Description = "Second" }));
        Assert.Null(await Store.CommitAsync(address, torn, second, default));

        await AssertHasAsync(address, first);
    }

    [Fact]
    public async Task A_change_may_change_a_record_several_times()
    {
        var address = Sample.Address();
        var (kept, gone) = (Sample.CreditPayment(address), Sample.CreditPayment(address));
        var (second, third) = (kept with { Description = "Second" }, kept with { Description = "Third" });
        var version = await CommitAsync(address, Sample.Changes(
            null,
            (ChangeType.Insert, kept),
            (ChangeType.Update, second),
            (ChangeType.Insert, gone),
            (ChangeType.Delete, gone)));
        var head = (await LoadAsync(address)).Head;
        await CommitAsync(address, Sample.Changes(head, (ChangeType.Update, third)), version);

        await AssertHasAsync(address, third);
        Assert.Equal(
            [(kept.RecordKey, "Gift card"), (kept.RecordKey, "Second"), (gone.RecordKey, "Gift card"),
                (gone.RecordKey, "Gift card"), (kept.RecordKey, "Third")],
            (await JournalAsync(address)).Select(entry =>
                (entry.Record.RecordKey, Assert.IsType<CreditPayment>(entry.Record).Description)));
    }

    [Fact]
    public async Task Of_twenty_writers_on_one_state_one_commits()
    {
        var address = Sample.Address();
        for (var state = 0; state < 3; state++)
        {
            var seen = await LoadAsync(address);
            var versions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.CommitAsync(
                address, seen.Version, Sample.Inserting(seen.Head, Sample.CreditPayment(address)), default))));

            Assert.Single(versions, version => version is not null);
        }

        Assert.Equal([0L, 1L, 2L], (await JournalAsync(address)).Select(entry => entry.Sequence));
        Assert.Equal(3, (await Store.LoadWholeAsync(address, default)).Records.Count);
    }

    [Fact]
    public async Task Two_concurrent_changes_that_insert_the_same_record_insert_it_once()
    {
        var address = Sample.Address();
        var record = Sample.CreditPayment(address);
        await CommitAsync(address, Sample.Inserting(null, Sample.CreditPayment(address)));
        var seen = await LoadAsync(address);

        var versions = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Store.CommitAsync(
            address, seen.Version, Sample.Inserting(seen.Head, record), default))));

        Assert.Single(versions, version => version is not null);
        Assert.Single(await JournalAsync(address), entry => entry.Record.RecordKey == record.RecordKey);
    }

    private async Task AssertHasAsync(LedgerAddress address, params IEnumerable<CreditPayment> records)
    {
        var whole = await Store.LoadWholeAsync(address, default);
        Assert.Equal(
            records.Select(record => (record.RecordKey.Value, record.Description)).Order(),
            whole.All<CreditPayment>().Select(record => (record.RecordKey.Value, record.Description)).Order());
    }
}
