using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>
/// Which state of a ledger was read. Opaque; a change is stored only if the ledger is still in the state on which it
/// was decided.
/// </summary>
/// <param name="Tag">The head's ETag.</param>
/// <param name="Records">
/// The records that were read, in which state each: it may differ from the head's moment. A change of a record is
/// stored only if that record, too, is still in the state that was read.
/// </param>
public sealed record LedgerVersion(string Tag, ImmutableDictionary<RecordKey, RecordVersion> Records);

/// <summary>Which state of a record was read.</summary>
/// <param name="Tag">Its ETag.</param>
/// <param name="Entry">
/// The journal entry that led to this state; null for a record of an earlier release, which journaled each state beside
/// the record at once.
/// </param>
/// <param name="Created">
/// The number of the entry that created the record; null for a record of an earlier release.
/// </param>
public sealed record RecordVersion(string Tag, JournalEntry? Entry, long? Created);

/// <summary>Where a journal entry is: its number, and the record that it is about.</summary>
public readonly record struct JournalPosition(long Sequence, RecordKey Record);

/// <summary>A ledger, as far as it was loaded.</summary>
/// <param name="Head">Its balances; null for a ledger without any record.</param>
/// <param name="Version">Which state that is; null if there is no head.</param>
/// <param name="Records">The requested records that exist.</param>
public sealed record LoadedLedger(
    LedgerHead? Head, LedgerVersion? Version, ImmutableDictionary<RecordKey, Record> Records)
{
    /// <summary>The balances, where a record proves that there are some.</summary>
    public LedgerHead Balances => Head ?? throw new TornReadException("There are records, and no head.");

    /// <summary>A requested record, if it exists.</summary>
    public T? Find<T>(Id<T> id) where T : Record, IIdentified => Records.GetValueOrDefault(RecordKey.For(id)) as T;

    /// <summary>The ledger after a change, without reading it again.</summary>
    /// <param name="changes">The change.</param>
    /// <param name="version">The version that its commit returned; null if it is not committed.</param>
    public LoadedLedger After(LedgerChanges changes, LedgerVersion? version) => new(
        changes.Head,
        version,
        changes.Entries.Aggregate(Records, (records, entry) => entry.Type == ChangeType.Delete
            ? records.Remove(entry.Record.RecordKey)
            : records.SetItem(entry.Record.RecordKey, entry.Record)));

    /// <summary>All loaded records of a kind, the oldest first as far as their keys tell.</summary>
    public IEnumerable<T> All<T>() where T : Record =>
        Records.Values.OfType<T>().OrderBy(record => record.RecordKey.Value, StringComparer.Ordinal);
}

/// <summary>
/// Stores ledgers. Throws only for failures (storage out of reach, a broken entity); it is then unknown what was
/// stored, and the same call may be repeated.
/// </summary>
public interface ILedgerStore
{
    /// <summary>
    /// The head and some records, by full key, read side by side: not one moment's state. A commit fails if a record
    /// that it changes has changed since. A record that a decision only reads may be older than the head: use only what
    /// never changes in it, or what the head repeats.
    /// </summary>
    Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken);

    /// <summary>The head and all records, without the journal: to show a whole order.</summary>
    Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken);

    /// <summary>Some journal entries, in order; missing ones are left out.</summary>
    Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken);

    /// <summary>A ledger's whole journal, in order.</summary>
    Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(LedgerAddress address, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a change completely or not at all. Returns the version after it; null if another change came first (or
    /// this very one, if the response to its first attempt was lost). A change may have several entries of one record.
    /// Throws <see cref="InvalidOperationException"/> if it updates or deletes a record that was not read.
    /// </summary>
    Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken);
}
