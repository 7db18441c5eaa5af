namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>Wakes the receivers that wait at a queue in this process.</summary>
internal sealed class Bell
{
    private readonly Dictionary<string, TaskCompletionSource> _waiting = [];
    private readonly Lock _lock = new();

    /// <summary>A task that completes at the queue's next change.</summary>
    public Task Next(string queue)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(queue, out var next))
            {
                next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting[queue] = next;
            }

            return next.Task;
        }
    }

    public void Ring(IReadOnlyCollection<string> queues)
    {
        lock (_lock)
        {
            foreach (var queue in queues)
            {
                if (_waiting.Remove(queue, out var next))
                    next.SetResult();
            }
        }
    }

    public void RingAll()
    {
        lock (_lock)
        {
            foreach (var next in _waiting.Values)
                next.SetResult();

            _waiting.Clear();
        }
    }
}
