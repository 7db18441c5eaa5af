using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>The state of a ledger by its journal alone: each committed entry, applied to the previous state.</summary>
internal sealed class Shadow(LedgerAddress address)
{
    private readonly SortedDictionary<string, Record> _records = new(StringComparer.Ordinal);

    public LedgerAddress Address => address;

    public LedgerHead? Head { get; private set; }

    public IReadOnlyCollection<Record> Records => _records.Values;

    public T? Find<T>(Id<T> id) where T : Record, IIdentified =>
        _records.GetValueOrDefault(RecordKey.For(id).Value) as T;

    public Record? Find(RecordKey key) => _records.GetValueOrDefault(key.Value);

    /// <summary>Applies a change; returns the violation in its numbers, if any.</summary>
    public string? Apply(LedgerChanges changes)
    {
        var sequence = Head?.Sequence ?? 0;
        if (changes.Head.Sequence != sequence + changes.Entries.Length)
            return $"{address}: a change made of {sequence} entries {changes.Head.Sequence}";
        foreach (var entry in changes.Entries)
        {
            if (entry.Sequence != sequence++) return $"{address}: entry {entry.Sequence} where {sequence - 1} was next";
            var key = entry.Record.RecordKey.Value;
            if (_records.ContainsKey(key) == (entry.Type == ChangeType.Insert))
                return $"{address}: {entry.Type} of {key}, which is {(_records.ContainsKey(key) ? "" : "not ")}there";
            if (entry.Type == ChangeType.Delete) _records.Remove(key);
            else _records[key] = entry.Record;
        }

        Head = changes.Head;
        return null;
    }
}
