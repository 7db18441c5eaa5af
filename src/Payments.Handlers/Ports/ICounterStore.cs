using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>The name of a counter.</summary>
/// <param name="Organization">Whose it is.</param>
/// <param name="Kind">What it counts, such as <c>credits-USD</c>.</param>
/// <param name="Period">The period that it counts, such as <c>2026-03-01</c>.</param>
public sealed record CounterName(OrganizationId Organization, string Kind, string Period);

/// <summary>A counter that all instances share.</summary>
/// <param name="Value">The count.</param>
/// <param name="At">When it was written, by the clock of the instance that wrote it; UTC.</param>
/// <param name="Version">The entity's ETag; null for a counter that was never written.</param>
public sealed record Counter(long Value, DateTimeOffset At, string? Version = null);

/// <summary>Counters of what organizations use, in a table of their own.</summary>
public interface ICounterStore
{
    /// <summary>A counter; null if it was never written.</summary>
    Task<Counter?> FindAsync(CounterName name, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a counter over the version that it carries, and returns the new version; null if another write came
    /// first, or if it carries no version and exists.
    /// </summary>
    Task<string?> TryWriteAsync(CounterName name, Counter counter, CancellationToken cancellationToken);
}
