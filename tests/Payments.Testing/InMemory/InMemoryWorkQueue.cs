using Payments.Handlers.Ports;

namespace Payments.Testing.InMemory;

/// <summary>An enqueued work item, with its delay.</summary>
public sealed record EnqueuedWork(WorkItem Work, TimeSpan Delay);

/// <summary>A queue in memory. Its consumer decides when, in which order and how often work is delivered.</summary>
public sealed class InMemoryWorkQueue : IWorkQueue
{
    private readonly Lock _lock = new();
    private List<EnqueuedWork> _waiting = [];

    public Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (_lock) _waiting.Add(new EnqueuedWork(work, delay));
        return Task.CompletedTask;
    }

    /// <summary>Everything enqueued since the last call.</summary>
    public IReadOnlyList<EnqueuedWork> TakeAll()
    {
        lock (_lock)
        {
            var taken = _waiting;
            _waiting = [];
            return taken;
        }
    }
}
