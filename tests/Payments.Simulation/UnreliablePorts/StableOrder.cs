using Payments.Ledger.Records;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>
/// Hashes of record keys that are the same in every process, so that the keys are always enumerated in the same order.
/// </summary>
internal sealed class StableOrder : IEqualityComparer<RecordKey>
{
    public static readonly StableOrder Instance = new();

    public bool Equals(RecordKey x, RecordKey y) => string.Equals(x.Value, y.Value, StringComparison.Ordinal);

    public int GetHashCode(RecordKey obj)
    {
        var hash = 17;
        foreach (var character in obj.Value) hash = unchecked((hash * 31) + character);
        return hash;
    }
}
