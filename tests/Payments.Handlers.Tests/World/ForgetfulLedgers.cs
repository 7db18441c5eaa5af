using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests.World;

/// <summary>
/// Each change is stored, but the first response to it reports that another change came first; then whatever the test
/// inserts before the next attempt happens.
/// </summary>
internal sealed class ForgetfulLedgers(ILedgerStore inner, Func<Task>? meanwhile = null) : ILedgerStore
{
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

    public async Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken)
    {
        await inner.CommitAsync(address, expected, changes, cancellationToken);
        if (meanwhile is not null) await meanwhile();
        return null;
    }
}
