using Payments.Ledger.Identity;
using Payments.Processors.Sandbox;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>
/// The sandbox's books. Other processes may interleave between any two reads and writes; each write is checked.
/// </summary>
internal sealed class WatchedBooks(ISandboxBooks inner, Wire wire, World world) : ISandboxBooks
{
    public async Task<SandboxEntry?> FindAsync(
        OrganizationId organization, string reference, CancellationToken cancellationToken)
    {
        await wire.TripAsync("find operation");
        return await inner.FindAsync(organization, reference, cancellationToken);
    }

    public async Task<bool> TryWriteAsync(
        IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken)
    {
        await wire.TripAsync("write operation");
        var written = await inner.TryWriteAsync(entries, cancellationToken);
        if (!written) return false;
        var operation = entries.First().Operation;
        world.Watch.Moved(operation);
        world.News.Follow(operation);
        return true;
    }

    public IAsyncEnumerable<SandboxOperation> ListAsync(
        OrganizationId organization, CancellationToken cancellationToken) =>
        inner.ListAsync(organization, cancellationToken);
}
