using Payments.Handlers.Ports;

namespace Payments.Handlers.Writing;

/// <summary>
/// The changes that wait for each ledger within this process: one group of them is committed at a time. This only
/// reduces contention: the store detects changes by other processes, and correctness depends on that alone.
/// </summary>
public sealed class LedgerQueues
{
    /// <summary>How many changes share a commit at most: the first of them waits for the decisions of all.</summary>
    public const int MaxGroup = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<LedgerAddress, LinkedList<PendingChange>> _queues = [];

    /// <summary>Adds a change. True if nobody is committing this ledger's changes: the caller must begin to.</summary>
    internal bool Add(LedgerAddress address, PendingChange change)
    {
        lock (_lock)
        {
            if (_queues.TryGetValue(address, out var queue))
            {
                queue.AddLast(change);
                return false;
            }

            _queues.Add(address, new LinkedList<PendingChange>([change]));
            return true;
        }
    }

    /// <summary>Removes a change that still waits; false if its group has been taken.</summary>
    internal bool TryRemove(LedgerAddress address, PendingChange change)
    {
        lock (_lock) return _queues.TryGetValue(address, out var queue) && queue.Remove(change);
    }

    /// <summary>
    /// Takes the changes to commit next, in the order of their arrival: one alone, or several that can share a commit.
    /// If there are none, nobody is committing this ledger's changes any more.
    /// </summary>
    internal IReadOnlyList<PendingChange> Take(LedgerAddress address)
    {
        lock (_lock)
        {
            var queue = _queues[address];
            var group = new List<PendingChange>();
            while (queue.First is { Value: var next } && group.Count < MaxGroup && (group.Count == 0 || next.IsShared))
            {
                queue.RemoveFirst();
                group.Add(next);
                if (!next.IsShared) break;
            }

            if (group.Count == 0) _queues.Remove(address);
            return group;
        }
    }

    /// <summary>Returns changes that were taken, in their order: they are next.</summary>
    internal void Return(LedgerAddress address, IEnumerable<PendingChange> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes.Reverse()) _queues[address].AddFirst(change);
        }
    }
}
