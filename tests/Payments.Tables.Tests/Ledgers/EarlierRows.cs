using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Tables.Ledgers;
using Payments.Tables.Storage;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests.Ledgers;

/// <summary>
/// Ledgers of an earlier release, which stored each state of a record in the journal at once, and no number in the
/// record's row.
/// </summary>
[Collection(AzuriteCollection.Name)]
public sealed class EarlierRows(TablesFixture tables)
{
    private readonly LedgerAddress _address = Sample.Address();
    private readonly TableLedgerStore _store = new(tables.Accounts);

    [Fact]
    public async Task A_ledger_of_an_earlier_release_is_read_and_changed_and_its_journal_stays_complete()
    {
        var first = Sample.CreditPayment(_address);
        var inserted = Sample.Inserting(null, first);
        await StoreAsEarlierAsync(inserted);

        var loaded = await _store.LoadAsync(_address, [first.RecordKey], default);
        Assert.Equal(first.Description, loaded.Find(first.Id)!.Description);
        Assert.Equal(["Gift card"], await DescribeJournalAsync());

        var version = loaded.Version;
        var head = loaded.Head;
        foreach (var text in new[] { "Second", "Third" })
        {
            var change = Sample.Changes(head, (ChangeType.Update, first with { Description = text }));
            version = await _store.CommitAsync(_address, version, change, default);
            Assert.NotNull(version);
            head = change.Head;
        }

        Assert.Equal(["Gift card", "Second", "Third"], await DescribeJournalAsync());
        var position = new JournalPosition(0, first.RecordKey);
        Assert.Equal(0, Assert.Single(await _store.LoadJournalAsync(_address, [position], default)).Sequence);

        var deletion = Sample.Changes(head, (ChangeType.Delete, first with { Description = "Third" }));
        Assert.NotNull(await _store.CommitAsync(_address, version, deletion, default));
        Assert.Equal(["Gift card", "Second", "Third", "Third"], await DescribeJournalAsync());
    }

    private async Task<IEnumerable<string>> DescribeJournalAsync()
    {
        var journal = await _store.LoadJournalAsync(_address, default);
        Assert.Equal(
            Enumerable.Range(0, journal.Count).Select(number => (long)number),
            journal.Select(entry => entry.Sequence));
        return journal.Select(entry => Assert.IsType<CreditPayment>(entry.Record).Description);
    }

    private async Task StoreAsEarlierAsync(LedgerChanges changes)
    {
        var rows = new LedgerRows(_address);
        var entry = changes.Entries[0];
        var record = rows.ToRecordEntity(entry, created: null);
        foreach (var column in new[] { "Sequence", "Type", "At" }) record.Remove(column);
        var table = tables.Service.GetTableClient(TableNames.Ledgers);
        foreach (TableEntity row in new[] { rows.ToEntity(changes.Head), record, rows.ToJournalEntity(entry) })
            await table.AddEntityAsync(row);
    }
}
