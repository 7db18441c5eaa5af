using System.Collections.Immutable;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Testing.InMemory;

/// <summary>Ledgers in memory, with the semantics of the table store. It has no threads and no clock.</summary>
public sealed class InMemoryLedgerStore : ILedgerStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LedgerAddress, Partition> _partitions = [];

    /// <summary>The ledgers that have records.</summary>
    public IReadOnlyList<LedgerAddress> Addresses
    {
        get
        {
            lock (_lock) return [.. _partitions.Keys];
        }
    }

    /// <summary>All changes of a ledger, in order.</summary>
    public IReadOnlyList<JournalEntry> Journal(LedgerAddress address)
    {
        lock (_lock) return _partitions.TryGetValue(address, out var partition) ? partition.Journal : [];
    }

    public Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var wanted = records.ToHashSet();
        return Task.FromResult(Load(address, wanted.Contains));
    }

    public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
        Task.FromResult(Load(address, _ => true));

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JournalEntry>>(
            [.. Journal(address).Where(entry => sequences.Contains(entry.Sequence))]);

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken) => Task.FromResult(Journal(address));

    public Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Entries.DistinctBy(entry => entry.Record.RecordKey).Count() != changes.Entries.Length)
            throw new InvalidOperationException($"One change of {address} changes a record twice.");

        lock (_lock)
        {
            var current = _partitions.GetValueOrDefault(address);
            if (current?.Version != expected) return Task.FromResult<LedgerVersion?>(null);
            var records = current?.Records ?? ImmutableDictionary<RecordKey, Record>.Empty;
            if (changes.Entries.Any(entry => IsConflict(records, entry))) return Task.FromResult<LedgerVersion?>(null);

            var number = current?.Number + 1 ?? 1;
            var next = new Partition(
                number,
                changes.Head,
                changes.Entries.Aggregate(records, Apply),
                (current?.Journal ?? []).AddRange(changes.Entries));
            _partitions[address] = next;
            return Task.FromResult<LedgerVersion?>(next.Version);
        }
    }

    private LoadedLedger Load(LedgerAddress address, Func<RecordKey, bool> isWanted)
    {
        Partition? partition;
        lock (_lock) partition = _partitions.GetValueOrDefault(address);
        return partition is null
            ? new LoadedLedger(null, null, ImmutableDictionary<RecordKey, Record>.Empty)
            : new LoadedLedger(
                partition.Head,
                partition.Version,
                partition.Records.Where(record => isWanted(record.Key)).ToImmutableDictionary());
    }

    /// <summary>An insert of an existing record, or a change of a missing one.</summary>
    private static bool IsConflict(ImmutableDictionary<RecordKey, Record> records, JournalEntry entry) =>
        records.ContainsKey(entry.Record.RecordKey) == (entry.Type == ChangeType.Insert);

    private static ImmutableDictionary<RecordKey, Record> Apply(
        ImmutableDictionary<RecordKey, Record> records, JournalEntry entry) => entry.Type == ChangeType.Delete
            ? records.Remove(entry.Record.RecordKey)
            : records.SetItem(entry.Record.RecordKey, entry.Record);

    private sealed record Partition(
        long Number,
        LedgerHead Head,
        ImmutableDictionary<RecordKey, Record> Records,
        ImmutableArray<JournalEntry> Journal)
    {
        public LedgerVersion Version { get; } = new(Number.ToString(CultureInfo.InvariantCulture));
    }
}
