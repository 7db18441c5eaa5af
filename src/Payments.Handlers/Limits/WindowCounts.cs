namespace Payments.Handlers.Limits;

/// <summary>
/// Counts by name within the current window of time. Its size is bounded: when it is full, new names are not counted
/// until the window ends.
/// </summary>
internal sealed class WindowCounts(int max, int capacity)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _window;

    /// <summary>How many names are counted.</summary>
    public int Size => _counts.Count;

    /// <summary>Whether a name has reached the maximum in this window.</summary>
    public bool IsReached(string name, long window) => window == _window && _counts.GetValueOrDefault(name) >= max;

    /// <summary>Counts one more of a name.</summary>
    public void Add(string name, long window)
    {
        if (window != _window) _counts.Clear();
        _window = window;
        if (_counts.TryGetValue(name, out var count)) _counts[name] = count + 1;
        else if (_counts.Count < capacity) _counts.Add(name, 1);
    }
}
