using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Samples;
using Xunit;
using Record = Payments.Ledger.Records.Record;

namespace Payments.Testing.Compliance;

/// <summary>What every store of ledgers must do: reading, and what a change leaves behind.</summary>
public abstract partial class LedgerStoreCompliance
{
    protected abstract ILedgerStore Store { get; }

    private async Task<JournalEntry[]> JournalAsync(LedgerAddress address) =>
        [.. await Store.LoadJournalAsync(address, default)];

    [Fact]
    public async Task An_empty_ledger_has_neither_head_nor_version()
    {
        var address = Sample.Address();

        var loaded = await LoadAsync(address, Sample.CreditPayment(address).RecordKey);
        var whole = await Store.LoadWholeAsync(address, default);

        Assert.Equal((null, null, 0), (loaded.Head, loaded.Version, loaded.Records.Count));
        Assert.Equal((null, null, 0), (whole.Head, whole.Version, whole.Records.Count));
    }

    [Fact]
    public async Task What_was_committed_is_loaded()
    {
        var address = Sample.Address();
        var record = Sample.CreditPayment(address);
        var changes = Sample.Inserting(Sample.HeadWithCaptures(address, 2), record);

        var version = await Store.CommitAsync(address, null, changes, default);
        var loaded = await LoadAsync(address, record.RecordKey);

        Assert.NotNull(version);
        Assert.Equivalent(changes.Head, loaded.Head, strict: true);
        Assert.Equivalent(record, loaded.Find(record.Id), strict: true);
    }

    [Fact]
    public async Task Only_the_requested_records_are_loaded_each_once()
    {
        var address = Sample.Address();
        var (asked, other, absent) =
            (Sample.CreditPayment(address), Sample.CreditPayment(address), Sample.CreditPayment(address));
        await CommitAsync(address, Sample.Inserting(null, asked, other));

        var loaded = await LoadAsync(address, asked.RecordKey, absent.RecordKey, asked.RecordKey);

        Assert.Equal([asked.RecordKey], loaded.Records.Keys);
    }

    [Fact]
    public async Task Many_records_are_loaded()
    {
        var address = Sample.Address();
        var records = Enumerable.Range(0, 40).Select(_ => Sample.CreditPayment(address)).ToList();
        await CommitAsync(address, Sample.Inserting(null, records));

        var loaded = await Store.LoadAsync(address, [.. records.Select(record => record.RecordKey)], default);

        Assert.Equal(Keys(records), Keys(loaded.Records.Values));
    }

    [Fact]
    public async Task A_whole_ledger_is_its_head_and_its_current_records()
    {
        var address = Sample.Address();
        var (kept, gone) = (Sample.CreditPayment(address), Sample.CreditPayment(address));
        await CommitAsync(address, Sample.Inserting(null, kept, gone));
        var loaded = await LoadAsync(address, kept.RecordKey, gone.RecordKey);
        var changed = kept with { Description = "Store credit" };
        var changes = Sample.Changes(loaded.Head, (ChangeType.Update, changed), (ChangeType.Delete, gone));
        await CommitAsync(address, changes, loaded.Version);

        var whole = await Store.LoadWholeAsync(address, default);

        Assert.Equal(4, whole.Head!.Sequence);
        Assert.Equivalent(changed, Assert.Single(whole.Records).Value, strict: true);
    }

    [Fact]
    public async Task The_journal_keeps_every_state_of_every_record()
    {
        var address = Sample.Address();
        var first = Sample.CreditPayment(address);
        var second = first with { Description = "Store credit" };
        var head = Sample.Inserting(null, first).Head;
        var version = await CommitAsync(address, Sample.Inserting(null, first));
        version = await CommitAsync(address, Sample.Changes(head, (ChangeType.Update, second)), version);
        head = head with { Sequence = 2 };
        await CommitAsync(address, Sample.Changes(head, (ChangeType.Delete, second)), version);

        var journal = await JournalAsync(address);

        Assert.Equal(
            journal[1..].Select(entry => (entry.Sequence, entry.At, entry.Record.RecordKey)),
            (await Store.LoadJournalAsync(
                address,
                [.. new long[] { 2, 1, 7 }.Select(sequence => new JournalPosition(sequence, first.RecordKey))],
                default))
                .Select(entry => (entry.Sequence, entry.At, entry.Record.RecordKey)));
        Assert.Equal(
            [(0L, ChangeType.Insert), (1L, ChangeType.Update), (2L, ChangeType.Delete)],
            journal.Select(entry => (entry.Sequence, entry.Type)));
        Assert.Equal(
            ["Gift card", "Store credit", "Store credit"],
            journal.Select(entry => Assert.IsType<CreditPayment>(entry.Record).Description));
        Assert.All(journal, entry => Assert.Equal(Sample.At, entry.At));
    }

    [Fact]
    public async Task The_journal_keeps_who_made_each_change_as_far_as_that_was_known()
    {
        var address = Sample.Address();
        var caller = new Actor.Caller(CredentialId.From("flow/demo-flow"));
        var first = Sample.Inserting(null, Sample.CreditPayment(address)).WithCommit(1, caller);
        var version = await CommitAsync(address, first);
        var second = Sample.Inserting(first.Head, Sample.CreditPayment(address))
            .WithCommit(2, Actor.Service.Instance);
        version = await CommitAsync(address, second, version);
        await CommitAsync(address, Sample.Inserting(second.Head, Sample.CreditPayment(address)), version);

        var journal = await JournalAsync(address);

        Assert.Equal([caller, Actor.Service.Instance, null], journal.Select(entry => entry.Actor));
        Assert.Equal([caller], (await Store.LoadJournalAsync(
            address, [new JournalPosition(0, journal[0].Record.RecordKey)], default)).Select(entry => entry.Actor));
    }

    [Fact]
    public async Task The_journal_keeps_which_event_each_change_is()
    {
        var address = Sample.Address();
        var payment = Sample.CreditPayment(address);
        var first = Sample.Inserting(null, payment).WithEvents(ImmutableDictionary<RecordKey, Record>.Empty);
        var version = await CommitAsync(address, first);
        await CommitAsync(address, Sample.Changes(first.Head, (ChangeType.Update, payment)), version);

        Assert.Equal(
            [EventKind.CreditPaymentCreated, null], (await JournalAsync(address)).Select(entry => entry.Event));
        Assert.Equal([EventKind.CreditPaymentCreated], (await Store.LoadJournalAsync(
            address, [new JournalPosition(0, payment.RecordKey)], default)).Select(entry => entry.Event));
    }

    [Fact]
    public async Task A_change_may_take_up_to_the_maximum_of_operations()
    {
        var address = Sample.Address();
        var records = Enumerable.Range(0, LedgerChanges.MaxOperations)
            .Select(_ => Sample.CreditPayment(address)).ToList();

        await CommitAsync(address, Sample.Inserting(null, records));

        var whole = await Store.LoadWholeAsync(address, default);
        Assert.Equal(Keys(records), Keys(whole.Records.Values));
        Assert.Equal(LedgerChanges.MaxOperations, (await JournalAsync(address)).Length);
    }

    [Fact]
    public async Task Organizations_of_any_name_are_separate()
    {
        var ledger = Sample.Address().Ledger;
        var addresses = Sample.DifficultTexts
            .Where(text => text.Length < 100)
            .Select(text => new LedgerAddress(OrganizationId.From($"{text}{Guid.NewGuid():N}{text}"), ledger)).ToList();
        foreach (var address in addresses)
            await CommitAsync(address, Sample.Inserting(null, Sample.CreditPayment(address, address.ToString())));

        foreach (var address in addresses)
        {
            var whole = await Store.LoadWholeAsync(address, default);
            Assert.Equal([address.ToString()], whole.All<CreditPayment>().Select(record => record.Description));
        }
    }

    protected async Task<LedgerVersion> CommitAsync(
        LedgerAddress address, LedgerChanges changes, LedgerVersion? expected = null) =>
        await Store.CommitAsync(address, expected, changes, default)
            ?? throw new InvalidOperationException($"A change of {address} was not stored.");

    protected Task<LoadedLedger> LoadAsync(LedgerAddress address, params ImmutableArray<RecordKey> records) =>
        Store.LoadAsync(address, records, default);

    private static IEnumerable<string> Keys(IEnumerable<Record> records) =>
        records.Select(record => record.RecordKey.Value).Order(StringComparer.Ordinal);
}
