using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Decisions;

public enum ChangeType
{
    Insert,

    Update,

    Delete,
}

/// <summary>One change of one record, with the whole record: an entry of the ledger's journal.</summary>
/// <param name="Sequence">Its number in the ledger, from 0 without gaps.</param>
/// <param name="Record">As it is after the change; for a deletion, as it was before.</param>
/// <param name="Commit">
/// A number drawn by the writer, by which it recognizes its own change if the response was lost; null for entries that
/// predate it.
/// </param>
/// <param name="Actor">Who made the change; null for entries that predate it.</param>
/// <param name="Event">Which event the change is; null if it is not one, and for entries that predate it.</param>
public sealed record JournalEntry(
    long Sequence,
    DateTimeOffset At,
    ChangeType Type,
    Record Record,
    long? Commit = null,
    Actor? Actor = null,
    EventKind? Event = null);

/// <summary>The changes of one accepted command, stored in one transaction or not at all.</summary>
/// <param name="Head">The new head, its invariants checked.</param>
/// <param name="Entries">The journal entries with the changed records.</param>
public sealed record LedgerChanges(LedgerHead Head, ImmutableArray<JournalEntry> Entries)
{
    /// <summary>
    /// The most operations of one change. A table transaction has 100, and the head takes one. A new record takes one,
    /// a changed one two (itself, and its former state in the journal), a deleted one three (its last state and its
    /// deletion in the journal).
    /// </summary>
    public const int MaxOperations = 99;

    /// <summary>The most records that one change may delete.</summary>
    public const int MaxDeletions = MaxOperations / 3;

    /// <summary>How many operations this change takes.</summary>
    public int Operations => Entries.Sum(entry => CountOperations(entry.Type));

    /// <summary>Sets the writer's number in each entry, and who makes the change.</summary>
    public LedgerChanges WithCommit(long commit, Actor actor) =>
        this with { Entries = [.. Entries.Select(entry => entry with { Commit = commit, Actor = actor })] };

    /// <summary>Sets in each entry which event it is.</summary>
    /// <param name="loaded">The records before this change: at least those that it updates or deletes.</param>
    public LedgerChanges WithEvents(ImmutableDictionary<RecordKey, Record> loaded) => this with
    {
        Entries = [.. Entries.Select((entry, index) => entry with
        {
            Event = RecordEvents.Find(
                entry.Type == ChangeType.Insert ? null : FindBefore(index) ?? loaded[entry.Record.RecordKey],
                entry.Type == ChangeType.Delete ? null : entry.Record),
        })],
    };

    /// <summary>Creates the change from a head and the records that it inserts, updates or deletes.</summary>
    public static LedgerChanges Create(
        LedgerHead head, DateTimeOffset at, params ReadOnlySpan<(ChangeType Type, Record Record)> records)
    {
        var entries = ImmutableArray.CreateBuilder<JournalEntry>(records.Length);
        foreach (var (type, record) in records)
            entries.Add(new JournalEntry(head.Sequence + entries.Count, at, type, record));
        var after = head with
        {
            Sequence = head.Sequence + records.Length,
            UnknownOutcomes = RemoveResolved(head.UnknownOutcomes, records),
        };
        var changes = new LedgerChanges(Invariants.Check(after), entries.ToImmutable());
        return changes.Operations <= MaxOperations
            ? changes
            : throw new InvalidOperationException(
                $"The change takes {changes.Operations} operations; the maximum is {MaxOperations}.");
    }

    /// <summary>What an earlier entry of this change made of an entry's record; null if there is none.</summary>
    private Record? FindBefore(int index) => Entries.Take(index)
        .LastOrDefault(entry => entry.Record.RecordKey == Entries[index].Record.RecordKey)?.Record;

    private static int CountOperations(ChangeType type) => type switch
    {
        ChangeType.Insert => 1,
        ChangeType.Update => 2,
        _ => 3,
    };

    /// <summary>Deleted records, and those whose outcomes are known, need no inquiry.</summary>
    private static ImmutableArray<RecordKey> RemoveResolved(
        ImmutableArray<RecordKey> unknown, ReadOnlySpan<(ChangeType Type, Record Record)> records)
    {
        foreach (var (type, record) in records)
        {
            if (type == ChangeType.Delete || !record.IsOpen) unknown = unknown.Remove(record.RecordKey);
        }

        return unknown;
    }
}
