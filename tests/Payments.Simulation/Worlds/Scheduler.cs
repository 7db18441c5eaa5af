namespace Payments.Simulation.Worlds;

/// <summary>
/// Virtual time and all that happens in it, on one thread. The seed chooses the order of what is due at the same
/// moment, so anything else may run at every await on a port.
/// </summary>
internal sealed class Scheduler(Random random)
{
    private readonly PriorityQueue<Happening, (long At, long Number)> _later = new();
    private readonly List<Happening> _due = [];
    private long _number;

    /// <summary>How long the run has lasted.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How many steps were run.</summary>
    public long Steps { get; private set; }

    /// <summary>Schedules an action for now.</summary>
    public void Next(ServiceProcess? owner, SendOrPostCallback callback, object? state) =>
        _due.Add(new Happening(owner, callback, state));

    /// <summary>Schedules an action after a delay. It does not run if its owner is dead by then.</summary>
    public void After(TimeSpan delay, ServiceProcess? owner, Action action) => _later.Enqueue(
        new Happening(owner, static act => ((Action)act!)(), action), ((Now + delay).Ticks, ++_number));

    /// <summary>Runs one step; false if nothing is left.</summary>
    public bool Step()
    {
        if (!TryTake(out var next)) return false;
        Steps++;
        if (next.Owner is { IsAlive: false }) return true;
        SynchronizationContext.SetSynchronizationContext(next.Owner?.Context);
        next.Callback(next.State);
        SynchronizationContext.SetSynchronizationContext(null);
        return true;
    }

    private bool TryTake(out Happening next)
    {
        if (_due.Count == 0)
        {
            if (!_later.TryDequeue(out next, out var when)) return false;
            Now = new TimeSpan(when.At);
            return true;
        }

        var index = _due.Count == 1 ? 0 : random.Next(_due.Count);
        next = _due[index];
        _due[index] = _due[^1];
        _due.RemoveAt(_due.Count - 1);
        return true;
    }

    private readonly record struct Happening(ServiceProcess? Owner, SendOrPostCallback Callback, object? State);
}
