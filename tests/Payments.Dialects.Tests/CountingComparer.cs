namespace Payments.Dialects.Tests;

/// <summary>
/// Compares the keys of a dictionary, and counts how often one of them was found: each lookup that succeeds is one.
/// </summary>
public sealed class CountingComparer : IEqualityComparer<string>
{
    private int _found;

    /// <summary>How many lookups have succeeded since the last reset.</summary>
    public int Found => _found;

    public void Reset() => _found = 0;

    public bool Equals(string? x, string? y)
    {
        var isFound = string.Equals(x, y, StringComparison.Ordinal);
        if (isFound) Interlocked.Increment(ref _found);
        return isFound;
    }

    public int GetHashCode(string obj) => string.GetHashCode(obj, StringComparison.Ordinal);
}
