using System.Globalization;
using Payments.Ledger.Identity;

namespace Payments.Processors.Sandbox;

/// <summary>Books that last as long as the process: for tests, and for a sandbox in one process.</summary>
public sealed class InMemorySandboxBooks : ISandboxBooks
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(OrganizationId, string), SandboxEntry> _rows = [];
    private long _writes;

    /// <inheritdoc/>
    public Task<SandboxEntry?> FindAsync(
        OrganizationId organization, string reference, CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(_rows.GetValueOrDefault((organization, reference)));
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (entries.Any(entry => _rows.GetValueOrDefault(ToName(entry))?.Version != entry.Version))
                return Task.FromResult(false);
            var version = (++_writes).ToString(CultureInfo.InvariantCulture);
            foreach (var entry in entries) _rows[ToName(entry)] = entry with { Version = version };
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SandboxOperation> ListAsync(
        OrganizationId organization, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _rows.Values
                .Select(entry => entry.Operation)
                .Where(operation => operation.Organization == organization)
                .ToArray()
                .ToAsyncEnumerable();
        }
    }

    private static (OrganizationId, string) ToName(SandboxEntry entry) =>
        (entry.Operation.Organization, entry.Operation.Reference);
}
