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
    private static readonly ImmutableDictionary<RecordKey, RecordVersion> NoRecords =
        ImmutableDictionary<RecordKey, RecordVersion>.Empty;

    private readonly Lock _lock = new();
    private readonly Dictionary<LedgerAddress, Partition> _partitions = [];
    private readonly Dictionary<LedgerAddress, List<JournalEntry>> _journals = [];

    /// <summary>The ledgers that have records.</summary>
    public IReadOnlyList<LedgerAddress> Addresses
    {
        get
        {
            lock (_lock) return [.. _partitions.Keys];
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _partitions.Clear();
            _journals.Clear();
        }
    }

    /// <summary>All changes of a ledger, in order.</summary>
    public IReadOnlyList<JournalEntry> Journal(LedgerAddress address)
    {
        lock (_lock) return _journals.TryGetValue(address, out var journal) ? [.. journal] : [];
    }

    public Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        return Task.FromResult(Load(address, stored =>
            records.Distinct().Select(key => stored.GetValueOrDefault(key)).OfType<RecordVersion>()));
    }

    public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
        Task.FromResult(Load(address, stored => stored.Values));

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken)
    {
        var journal = Journal(address);
        return Task.FromResult<IReadOnlyList<JournalEntry>>(
        [
            .. entries.Select(entry => entry.Sequence)
                .Distinct()
                .Where(sequence => sequence < journal.Count)
                .Order()
                .Select(sequence => journal[(int)sequence]),
        ]);
    }

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken) => Task.FromResult(Journal(address));

    public Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken)
    {
        var firsts = changes.Entries.DistinctBy(entry => entry.Record.RecordKey).ToList();
        if (firsts.Find(entry => !WasRead(expected, entry)) is { } unread)
            throw new InvalidOperationException($"Record {unread.Record.RecordKey} is changed, but was not read.");

        lock (_lock)
        {
            var current = _partitions.GetValueOrDefault(address);
            if (current?.Tag != expected?.Tag) return Task.FromResult<LedgerVersion?>(null);
            var stored = current?.Records ?? NoRecords;
            if (firsts.Exists(entry => IsConflict(stored, expected, entry)))
                return Task.FromResult<LedgerVersion?>(null);

            var next = new Partition(
                (current?.Number ?? 0) + 1, changes.Head, changes.Entries.Aggregate(stored, Apply));
            if (!_journals.TryGetValue(address, out var journal)) _journals.Add(address, journal = []);
            journal.AddRange(changes.Entries);
            _partitions[address] = next;
            var read = expected?.Records ?? ImmutableDictionary<RecordKey, RecordVersion>.Empty;
            return Task.FromResult<LedgerVersion?>(new LedgerVersion(
                next.Tag,
                firsts.Select(entry => entry.Record.RecordKey).Aggregate(read, (versions, key) =>
                    next.Records.TryGetValue(key, out var version)
                        ? versions.SetItem(key, version)
                        : versions.Remove(key))));
        }
    }

    private LoadedLedger Load(
        LedgerAddress address,
        Func<ImmutableDictionary<RecordKey, RecordVersion>, IEnumerable<RecordVersion>> find)
    {
        Partition? partition;
        lock (_lock) partition = _partitions.GetValueOrDefault(address);
        if (partition is null) return new LoadedLedger(null, null, ImmutableDictionary<RecordKey, Record>.Empty);
        var found = find(partition.Records).ToList();
        return new LoadedLedger(
            partition.Head,
            new LedgerVersion(
                partition.Tag, found.ToImmutableDictionary(version => version.Entry!.Record.RecordKey)),
            found.Select(version => version.Entry!.Record).ToImmutableDictionary(record => record.RecordKey));
    }

    private static bool WasRead(LedgerVersion? expected, JournalEntry entry) =>
        entry.Type == ChangeType.Insert || expected?.Records.ContainsKey(entry.Record.RecordKey) is true;

    /// <summary>An insert of an existing record, or a change of one that has changed since it was read.</summary>
    private static bool IsConflict(
        ImmutableDictionary<RecordKey, RecordVersion> stored, LedgerVersion? expected, JournalEntry entry)
    {
        var key = entry.Record.RecordKey;
        return entry.Type == ChangeType.Insert
            ? stored.ContainsKey(key)
            : stored.GetValueOrDefault(key)?.Tag != expected!.Records[key].Tag;
    }

    private static ImmutableDictionary<RecordKey, RecordVersion> Apply(
        ImmutableDictionary<RecordKey, RecordVersion> records, JournalEntry entry)
    {
        var key = entry.Record.RecordKey;
        if (entry.Type == ChangeType.Delete) return records.Remove(key);
        var created = entry.Type == ChangeType.Insert ? entry.Sequence : records[key].Created;
        var tag = entry.Sequence.ToString(CultureInfo.InvariantCulture);
        return records.SetItem(key, new RecordVersion(tag, entry, created));
    }

    /// <summary>A ledger's head, and its records.</summary>
    private sealed record Partition(
        long Number, LedgerHead Head, ImmutableDictionary<RecordKey, RecordVersion> Records)
    {
        public string Tag { get; } = Number.ToString(CultureInfo.InvariantCulture);
    }
}
