using System.Diagnostics.CodeAnalysis;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>The choices of one request: they depend on the run's seed and the request's number alone.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A run must be repeatable from its seed.")]
internal sealed class Dice(int seed, int number)
{
    private readonly Random _random = new(unchecked((seed * 1_000_003) ^ (number * 40_503)));

    /// <summary>A number from 0 to one below the given.</summary>
    public int Below(int end) => _random.Next(end);

    /// <summary>True that many times in a hundred.</summary>
    public bool Percent(int chance) => _random.Next(100) < chance;

    public T Pick<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
