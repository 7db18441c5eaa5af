using System.Collections.Concurrent;

namespace Payments.EndToEnd.Tests.Fuzzing.Checks;

/// <summary>What became of each request: its status, or that there was none to be expected.</summary>
internal sealed class Outcomes(int first, int count)
{
    /// <summary>The request was cut off by its sender.</summary>
    public const short NoResponse = -1;

    private readonly short[] _statuses = new short[count];
    private readonly ConcurrentDictionary<string, FunctionCounts> _functions = new(StringComparer.Ordinal);

    /// <summary>How often each function answered, by name.</summary>
    public IReadOnlyDictionary<string, FunctionCounts> Functions => _functions;

    /// <summary>How many requests have a status in a range.</summary>
    public int Count(int least, int most) => _statuses.Count(status => status >= least && status <= most);

    /// <summary>Records the status of a request; an authenticated one counts for its function.</summary>
    public void Record(int number, short status, string? authenticatedAt)
    {
        _statuses[number - first] = status;
        if (authenticatedAt is null) return;
        _functions.AddOrUpdate(
            authenticatedAt,
            _ => new FunctionCounts(0, 0).Add(status),
            (_, counts) => counts.Add(status));
    }

    /// <summary>
    /// Whether a request was rejected, so that it may have stored nothing. One that its sender cut off may have been
    /// accepted, and one outside of the run is not known.
    /// </summary>
    public bool IsRejected(int number) =>
        number >= first && number < first + _statuses.Length && _statuses[number - first] is >= 400 and < 500;

    /// <summary>Responses past authentication.</summary>
    internal sealed record FunctionCounts(int Accepted, int Rejected)
    {
        public FunctionCounts Add(int status) =>
            status < 400 ? this with { Accepted = Accepted + 1 } : this with { Rejected = Rejected + 1 };
    }
}
