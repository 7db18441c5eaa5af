namespace LocalServiceBus.Broker;

/// <summary>
/// Runs all work on the store, one item after the other, and commits what has accumulated in one transaction: under
/// load many share a commit, and a single item waits for nobody. A failed item is rolled back alone.
/// </summary>
internal sealed class WorkQueue(
    Store store, QueueDefinitions queues, TimeProvider time, Action<Transaction> committed) : IAsyncDisposable
{
    /// <summary>Limits how long the first item of a group waits for the commit.</summary>
    private const int MaxGroupSize = 64;

    private readonly Queue<IWork> _waiting = [];
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;
    private bool _stopped;

    /// <summary>Returns false once the queue is stopped.</summary>
    public bool TryAdd(IWork work)
    {
        lock (_lock)
        {
            if (_stopped)
                return false;

            _waiting.Enqueue(work);
            if (!_running)
            {
                _running = true;
                ThreadPool.UnsafeQueueUserWorkItem(queue => queue.RunAll(), this, preferLocal: false);
            }
        }

        return true;
    }

    /// <summary>Takes no more work, finishes what it has, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_stopped)
                return;

            _stopped = true;
            if (!_running)
                _idle.SetResult();
        }

        await _idle.Task.ConfigureAwait(false);
        store.Dispose();
    }

    private void RunAll()
    {
        while (TakeGroup() is { Length: > 0 } group)
            RunGroup(group);
    }

    private IWork[] TakeGroup()
    {
        lock (_lock)
        {
            var group = new IWork[Math.Min(_waiting.Count, MaxGroupSize)];
            for (var i = 0; i < group.Length; i++)
                group[i] = _waiting.Dequeue();

            if (group.Length == 0)
            {
                _running = false;
                if (_stopped)
                    _idle.SetResult();
            }

            return group;
        }
    }

    private void RunGroup(IWork[] group)
    {
        var done = new List<(IWork Work, Transaction Transaction)>(group.Length);
        var failed = new List<(IWork Work, Exception Exception)>();
        try
        {
            store.Begin();
            foreach (var work in group)
            {
                if (TryRun(work, out var transaction) is { } exception)
                    failed.Add((work, exception));
                else
                    done.Add((work, transaction));
            }

            store.Commit();
        }
        catch (Exception exception)
        {
            store.Rollback();
            foreach (var work in group)
                work.Fail(exception);

            return;
        }

        foreach (var (work, transaction) in done)
        {
            work.Complete();
            committed(transaction);
        }

        foreach (var (work, exception) in failed)
            work.Fail(exception);
    }

    /// <summary>The exception of this item only, or null; the others of its group are not affected.</summary>
    private Exception? TryRun(IWork work, out Transaction transaction)
    {
        transaction = new Transaction(store, queues, time.GetUtcNow());
        store.Execute("SAVEPOINT work");
        try
        {
            work.Run(transaction);
            store.Execute("RELEASE work");
            return null;
        }
        catch (Exception exception)
        {
            store.Execute("ROLLBACK TO work");
            store.Execute("RELEASE work");
            return exception;
        }
    }
}
