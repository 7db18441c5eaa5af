using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>Changes that are decided one after the other, each on the state after those before it.</summary>
/// <param name="loaded">The state that was loaded.</param>
internal sealed class CommitGroup(LoadedLedger loaded)
{
    /// <summary>
    /// A table transaction takes 4 MiB, and the head, refunds and captures of a group fit, unless a refund was
    /// allocated to more captures than these: that is committed alone, and so is what may have large free texts.
    /// </summary>
    private const int MaxAllocations = 50;

    private readonly List<PendingChange> _decided = [];
    private readonly ImmutableArray<JournalEntry>.Builder _entries = ImmutableArray.CreateBuilder<JournalEntry>();
    private bool _isFull;

    /// <summary>The state after all of them.</summary>
    public LoadedLedger State { get; private set; } = loaded;

    /// <summary>All of them, whatever was decided.</summary>
    public IReadOnlyList<PendingChange> Decided => _decided;

    /// <summary>Those that change something.</summary>
    public IEnumerable<PendingChange> Accepted => _decided.Where(change => change.Changes is not null);

    /// <summary>What all of them change together; null if nothing.</summary>
    public LedgerChanges? Changes => Accepted.Any() ? new LedgerChanges(State.Head!, _entries.ToImmutable()) : null;

    /// <summary>Adds a change that was decided on <see cref="State"/>; false if it does not fit any more.</summary>
    public bool TryAdd(PendingChange change)
    {
        if (change.Changes is { } changes)
        {
            var isFirst = !Accepted.Any();
            if (!isFirst && (_isFull || !IsSmall(changes) || CountOperations(changes) > LedgerChanges.MaxOperations))
                return false;
            _isFull = !IsSmall(changes);
            _entries.AddRange(changes.Entries);
            State = State.After(changes, version: null);
        }

        _decided.Add(change);
        return true;
    }

    private int CountOperations(LedgerChanges next) =>
        next.Operations + new LedgerChanges(next.Head, _entries.ToImmutable()).Operations;

    private static bool IsSmall(LedgerChanges changes) => changes.Entries.All(entry =>
        entry.Record is Capture or Refund { Allocations.Length: <= MaxAllocations });
}
