namespace LocalServiceBus.Broker;

/// <summary>Wakes receivers that wait for something in a queue, or in one of its sessions.</summary>
internal sealed class Bell
{
    private readonly Dictionary<Place, TaskCompletionSource> _waiting = [];
    private readonly Lock _lock = new();

    /// <summary>Completes at the place's next change.</summary>
    public Task Next(Place place)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(place, out var next))
            {
                next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting[place] = next;
            }

            return next.Task;
        }
    }

    public void Ring(IReadOnlyCollection<Place> places)
    {
        lock (_lock)
        {
            foreach (var place in places)
            {
                if (_waiting.Remove(place, out var next))
                    next.SetResult();
            }
        }
    }
}
