using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests.World;

/// <summary>
/// The first load reads its records, then <paramref name="meanwhile"/> happens, then it reads the head: what two
/// concurrent reads may yield.
/// </summary>
internal sealed class TornLedgers(ILedgerStore inner, Func<Task> meanwhile) : ILedgerStore
{
    private int _loads;

    public async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var before = await inner.LoadAsync(address, records, cancellationToken);
        if (Interlocked.Increment(ref _loads) > 1) return before;
        await meanwhile();
        var after = await inner.LoadAsync(address, records, cancellationToken);
        return before with { Head = after.Head, Version = before.Version! with { Tag = after.Version!.Tag } };
    }

    public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
        inner.LoadWholeAsync(address, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken) =>
        inner.LoadJournalAsync(address, entries, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken) =>
        inner.LoadJournalAsync(address, cancellationToken);

    public Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken) =>
        inner.CommitAsync(address, expected, changes, cancellationToken);
}
