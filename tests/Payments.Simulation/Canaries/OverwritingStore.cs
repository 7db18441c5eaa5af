using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Simulation.Canaries;

/// <summary>Commits over any stored state, as if the head's ETag were <c>*</c>.</summary>
internal sealed class OverwritingStore(ILedgerStore inner) : ILedgerStore
{
    public async Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken)
    {
        var changed = changes.Entries.Select(entry => entry.Record.RecordKey).ToList();
        var current = await inner.LoadAsync(address, changed, cancellationToken);
        return await inner.CommitAsync(address, current.Version, changes, cancellationToken);
    }

    public Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken) =>
        inner.LoadAsync(address, records, cancellationToken);

    public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
        inner.LoadWholeAsync(address, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken) =>
        inner.LoadJournalAsync(address, entries, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken) =>
        inner.LoadJournalAsync(address, cancellationToken);
}
