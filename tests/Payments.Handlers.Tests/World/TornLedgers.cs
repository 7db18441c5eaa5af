using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests.World;

/// <summary>
/// The first load reads its records, then <paramref name="meanwhile"/> happens, then it reads the head: what two
/// concurrent reads may yield. Like the table store, it commits no change of a record that has changed since.
/// </summary>
internal sealed class TornLedgers(ILedgerStore inner, Func<Task> meanwhile) : ILedgerStore
{
    private static readonly LedgerVersion Torn = new("torn");
    private int _loads;
    private LedgerVersion? _after;
    private HashSet<RecordKey> _outdated = [];

    public async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var before = await inner.LoadAsync(address, records, cancellationToken);
        if (Interlocked.Increment(ref _loads) > 1) return before;
        await meanwhile();
        var after = await inner.LoadAsync(address, records, cancellationToken);
        _after = after.Version;
        _outdated = [.. records.Where(key =>
            after.Records.GetValueOrDefault(key) != before.Records.GetValueOrDefault(key))];
        return before with { Head = after.Head, Version = Torn };
    }

    public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
        inner.LoadWholeAsync(address, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        inner.LoadJournalAsync(address, sequences, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken) =>
        inner.LoadJournalAsync(address, cancellationToken);

    public Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken) =>
        expected == Torn && changes.Entries.Any(entry => _outdated.Contains(entry.Record.RecordKey))
            ? Task.FromResult<LedgerVersion?>(null)
            : inner.CommitAsync(address, expected == Torn ? _after : expected, changes, cancellationToken);
}
