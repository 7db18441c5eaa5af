using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>
/// Which state of a ledger was read. Opaque; a change is stored only on the state that it was made from.
/// </summary>
/// <param name="Tag">The head's ETag.</param>
public sealed record LedgerVersion(string Tag);

/// <summary>A ledger as far as it was asked for.</summary>
/// <param name="Head">Its balances; null while nothing has happened in it.</param>
/// <param name="Version">Which state that is; null with the head.</param>
/// <param name="Records">The records that were asked for and are there.</param>
public sealed record LoadedLedger(
    LedgerHead? Head, LedgerVersion? Version, ImmutableDictionary<RecordKey, Record> Records)
{
    /// <summary>The balances, where a record says that there are some.</summary>
    public LedgerHead Balances => Head ?? throw new TornReadException("There are records, and no head.");

    /// <summary>A record that was asked for, if it is there.</summary>
    public T? Find<T>(Id<T> id) where T : Record, IIdentified => Records.GetValueOrDefault(RecordKey.For(id)) as T;

    /// <summary>The ledger after a change, without reading it again; its version is not known.</summary>
    public LoadedLedger After(LedgerChanges changes) => new(
        changes.Head,
        null,
        changes.Entries.Aggregate(Records, (records, entry) => entry.Type == ChangeType.Delete
            ? records.Remove(entry.Record.RecordKey)
            : records.SetItem(entry.Record.RecordKey, entry.Record)));

    /// <summary>All loaded records of a kind, the oldest first as far as their keys tell.</summary>
    public IEnumerable<T> All<T>() where T : Record =>
        Records.Values.OfType<T>().OrderBy(record => record.RecordKey.Value, StringComparer.Ordinal);
}

/// <summary>
/// Where ledgers are kept. Throws only for faults (storage out of reach, a broken entity); then nothing is known of
/// what was stored, and the same call may be made again.
/// </summary>
public interface ILedgerStore
{
    /// <summary>
    /// The head and some records, by full key, read side by side: not one moment's state. A commit on it is refused
    /// where a record that it changes is not as it was read. A record that a decision reads and does not change may
    /// be older than the head: only what of it never changes, or what the head repeats, may count.
    /// </summary>
    Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken);

    /// <summary>The head and all records, but not the journal: to show an order whole.</summary>
    Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken);

    /// <summary>Some journal entries, by number; those that are not there are left out.</summary>
    Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken);

    /// <summary>A ledger's whole journal, in order.</summary>
    Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(LedgerAddress address, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a change whole, or not at all. The version after it, or null where another change came first (or this
    /// very one did, when its first answer was lost).
    /// </summary>
    Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken);
}
