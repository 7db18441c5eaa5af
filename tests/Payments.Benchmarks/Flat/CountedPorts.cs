using System.Runtime.CompilerServices;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Benchmarks.Flat;

/// <summary>The entities that a table service would have read.</summary>
internal sealed class EntityCount
{
    private long _read;

    public long Read => Interlocked.Read(ref _read);

    public void Add(long entities) => Interlocked.Add(ref _read, entities);
}

/// <summary>A ledger store that counts what it reads: heads, records and journal entries.</summary>
internal sealed class CountedLedgers(ILedgerStore inner, EntityCount count) : ILedgerStore
{
    public async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken) =>
        Count(await inner.LoadAsync(address, records, cancellationToken));

    public async Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
        Count(await inner.LoadWholeAsync(address, cancellationToken));

    public async Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken) =>
        Count(await inner.LoadJournalAsync(address, entries, cancellationToken));

    public async Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken) =>
        Count(await inner.LoadJournalAsync(address, cancellationToken));

    public Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken) =>
        inner.CommitAsync(address, expected, changes, cancellationToken);

    private LoadedLedger Count(LoadedLedger loaded)
    {
        count.Add(1 + loaded.Records.Count);
        return loaded;
    }

    private IReadOnlyList<JournalEntry> Count(IReadOnlyList<JournalEntry> entries)
    {
        count.Add(entries.Count);
        return entries;
    }
}

/// <summary>A timeline that counts the entries that are enumerated.</summary>
internal sealed class CountedTimeline(ITimeline inner, EntityCount count) : ITimeline
{
    public Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken) =>
        inner.AppendAsync(organization, entries, cancellationToken);

    public IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization,
        string kind,
        TimelineList list,
        TimelineOrder order,
        int expected,
        CancellationToken cancellationToken) => CountAsync(
            inner.ReadAsync(organization, kind, list, order, expected, cancellationToken), cancellationToken);

    public IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken) =>
        CountAsync(inner.ReadBetweenAsync(organization, kind, from, to, cancellationToken), cancellationToken);

    public Task RemoveAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken) =>
        inner.RemoveAsync(organization, entry, cancellationToken);

    private async IAsyncEnumerable<TimelineEntry> CountAsync(
        IAsyncEnumerable<TimelineEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            count.Add(1);
            yield return entry;
        }
    }
}
