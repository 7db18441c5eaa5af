using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Tables.Ledgers;
using Payments.Tables.Storage;
using Payments.Tables.Tests.Faults;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests.Ledgers;

/// <summary>A change takes effect at most once, whatever happens to its requests and their responses.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class LostResponses(TablesFixture tables)
{
    private readonly LedgerAddress _address = Sample.Address();
    private readonly TableLedgerStore _store = new(tables.Accounts);

    [Theory]
    [InlineData(Fault.Busy)]
    [InlineData(Fault.Throttled)]
    [InlineData(Fault.Busy, Fault.Throttled, Fault.Busy)]
    public async Task A_transaction_that_storage_rejected_is_sent_again_and_takes_effect(params Fault[] faults)
    {
        var (record, seen) = await BeginAsync();

        Assert.NotNull(await CommitAsync(record, seen, faults));

        await AssertThereOnceAsync(record);
    }

    [Theory]
    [InlineData(Fault.AppliedThenBusy)]
    [InlineData(Fault.AppliedThenTimedOut)]
    [InlineData(Fault.Busy, Fault.AppliedThenTimedOut, Fault.Throttled)]
    public async Task A_transaction_whose_response_was_lost_looks_like_a_conflict_and_is_stored_once(
        params Fault[] faults)
    {
        var (record, seen) = await BeginAsync();

        Assert.Null(await CommitAsync(record, seen, faults));

        await AssertThereOnceAsync(record);
    }

    [Fact]
    public async Task The_first_transaction_of_a_ledger_whose_response_was_lost_is_stored_once()
    {
        var record = Sample.CreditPayment(_address);
        var nothing = await _store.LoadAsync(_address, [], default);

        Assert.Null(await CommitAsync(record, nothing, Fault.AppliedThenTimedOut));

        await AssertThereOnceAsync(record);
    }

    [Fact]
    public async Task A_service_that_stops_responding_is_a_failure_and_the_change_is_stored_once()
    {
        var (record, seen) = await BeginAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(
            record, seen, Fault.AppliedThenTimedOut, Fault.Busy, Fault.Busy, Fault.Busy));

        await AssertThereOnceAsync(record);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_a_failure_and_nothing_is_stored()
    {
        var (record, seen) = await BeginAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(
            record, seen, Fault.Busy, Fault.Busy, Fault.Busy, Fault.Busy));

        Assert.Equal(seen.Head!.Sequence, (await _store.LoadAsync(_address, [], default)).Head!.Sequence);
    }

    [Fact]
    public async Task A_record_older_than_the_head_read_with_it_is_not_overwritten()
    {
        var (_, begun) = await BeginAsync();
        var record = begun.All<CreditPayment>().Single();
        var theirs = record with { Description = "Theirs" };
        var recordRead = new TaskCompletionSource();
        var transport = new WatchedTransport
        {
            Before = async sent =>
            {
                if (!sent.Path.Contains("RowKey='head'", StringComparison.Ordinal)) return;
                await recordRead.Task;
                var change = Sample.Changes(begun.Head, (ChangeType.Update, theirs));
                Assert.NotNull(await _store.CommitAsync(_address, begun.Version, change, default));
            },
            After = sent =>
            {
                if (sent.Path.Contains("RowKey='r-", StringComparison.Ordinal)) recordRead.SetResult();
            },
        };

        var torn = await new TableLedgerStore(tables.Connect(transport))
            .LoadAsync(_address, [record.RecordKey], default);
        Assert.Equal((2L, "Gift card"), (torn.Head!.Sequence, torn.Find(record.Id)!.Description));
        var ours = Sample.Changes(torn.Head, (ChangeType.Update, record with { Description = "Ours" }));

        Assert.Null(await _store.CommitAsync(_address, torn.Version, ours, default));

        Assert.Equal("Theirs", (await _store.LoadWholeAsync(_address, default)).Find(record.Id)!.Description);
    }

    /// <summary>A ledger with a record, as loaded, and another record to be inserted.</summary>
    private async Task<(CreditPayment Next, LoadedLedger Seen)> BeginAsync()
    {
        var first = Sample.CreditPayment(_address);
        Assert.NotNull(await _store.CommitAsync(_address, null, Sample.Inserting(null, first), default));
        return (Sample.CreditPayment(_address), await _store.LoadAsync(_address, [first.RecordKey], default));
    }

    private Task<LedgerVersion?> CommitAsync(CreditPayment record, LoadedLedger seen, params Fault[] faults)
    {
        var store = new TableLedgerStore(tables.Connect(new WatchedTransport(faults)));
        return store.CommitAsync(_address, seen.Version, Sample.Inserting(seen.Head, record), default);
    }

    private async Task AssertThereOnceAsync(CreditPayment record)
    {
        var whole = await _store.LoadWholeAsync(_address, default);
        var rows = await tables.RowsAsync(TableNames.Ledgers, new LedgerRows(_address).Partition.Key);
        var journal = await _store.LoadJournalAsync(_address, default);
        Assert.NotNull(whole.Find(record.Id));
        Assert.Equal(whole.Head!.Sequence, journal.Count);
        Assert.Equal(1 + whole.Records.Count, rows.Count);
        Assert.Single(journal, entry => entry.Record.RecordKey == record.RecordKey);
    }
}
