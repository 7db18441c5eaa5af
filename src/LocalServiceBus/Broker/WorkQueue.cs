namespace LocalServiceBus.Broker;

/// <summary>
/// Does all work on the store, one after the other, and commits in one transaction what has gathered meanwhile: under
/// load a commit is shared by many, and alone nothing waits for it. What fails is undone alone.
/// </summary>
internal sealed class WorkQueue(
    Store store, QueueDefinitions queues, TimeProvider time, Action<Transaction> committed) : IAsyncDisposable
{
    /// <summary>Bounds how long the first of a group waits for its commit.</summary>
    private const int MostInAGroup = 64;

    private readonly Queue<IWork> _waiting = [];
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;
    private bool _stopped;

    /// <summary>False once the queue is stopped.</summary>
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

    /// <summary>Takes no more, finishes what was taken, and closes the store.</summary>
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
            var group = new IWork[Math.Min(_waiting.Count, MostInAGroup)];
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

    /// <summary>The work's own fault, which the others of the group are spared; null if it went well.</summary>
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
