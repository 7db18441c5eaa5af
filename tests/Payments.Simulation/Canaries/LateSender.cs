using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Canaries;

/// <summary>Holds the messages of new resources until their ledger's commit is through.</summary>
internal sealed class LateSender(Ports inner) : ILedgerStore, IWorkQueue
{
    private readonly List<(WorkItem Work, TimeSpan Delay)> _kept = [];

    public Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (work.ChainId is not null) return inner.Queue.EnqueueAsync(work, delay, cancellationToken);
        _kept.Add((work, delay));
        return Task.CompletedTask;
    }

    public async Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken)
    {
        var version = await inner.Ledgers.CommitAsync(address, expected, changes, cancellationToken);
        if (version is null) return null;
        foreach (var kept in _kept.Where(kept => kept.Work.Address == address).ToList())
        {
            _kept.Remove(kept);
            await inner.Queue.EnqueueAsync(kept.Work, kept.Delay, cancellationToken);
        }

        return version;
    }

    public Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken) =>
        inner.Ledgers.LoadAsync(address, records, cancellationToken);

    public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
        inner.Ledgers.LoadWholeAsync(address, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken) =>
        inner.Ledgers.LoadJournalAsync(address, entries, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken) =>
        inner.Ledgers.LoadJournalAsync(address, cancellationToken);
}
