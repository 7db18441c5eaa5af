using Payments.Handlers.Ports;

namespace Payments.Testing.InMemory;

/// <summary>Work that was enqueued, and how long it was to be put off.</summary>
public sealed record EnqueuedWork(WorkItem Work, TimeSpan Delay);

/// <summary>A queue in memory. When, in which order and how often work is delivered is up to its taker.</summary>
public sealed class InMemoryWorkQueue : IWorkQueue
{
    private readonly Lock _lock = new();
    private List<EnqueuedWork> _waiting = [];

    public Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (_lock) _waiting.Add(new EnqueuedWork(work, delay));
        return Task.CompletedTask;
    }

    /// <summary>All that was enqueued since the last call.</summary>
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
