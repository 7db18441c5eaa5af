namespace Payments.Handlers.Tests.World;

/// <summary>
/// The first load reads its records, then <paramref name="meanwhile"/> happens, then it reads the head: what two
/// reads side by side may come to. Like the table store, it commits nothing on records that have changed since.
/// </summary>
internal sealed class TornLedgers(ILedgerStore inner, Func<Task> meanwhile) : ILedgerStore
{
    private static readonly LedgerVersion Torn = new("torn");
    private int _loads;

    public async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var before = await inner.LoadAsync(address, records, cancellationToken);
        if (Interlocked.Increment(ref _loads) > 1) return before;
        await meanwhile();
        var after = await inner.LoadAsync(address, records, cancellationToken);
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
        expected == Torn
            ? Task.FromResult<LedgerVersion?>(null)
            : inner.CommitAsync(address, expected, changes, cancellationToken);
}
