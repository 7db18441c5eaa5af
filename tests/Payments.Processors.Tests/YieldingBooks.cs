using Payments.Ledger.Identity;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests;

/// <summary>Books that yield before each call, so that concurrent reads and writes collide.</summary>
internal sealed class YieldingBooks(ISandboxBooks books) : ISandboxBooks
{
    private int _lost;

    /// <summary>How many writes lost to another.</summary>
    public int Lost => _lost;

    public async Task<SandboxEntry?> FindAsync(
        OrganizationId organization, string reference, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await books.FindAsync(organization, reference, cancellationToken);
    }

    public async Task<bool> TryWriteAsync(
        IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var written = await books.TryWriteAsync(entries, cancellationToken);
        if (!written) Interlocked.Increment(ref _lost);
        return written;
    }

    public IAsyncEnumerable<SandboxOperation> ListAsync(
        OrganizationId organization, CancellationToken cancellationToken) =>
        books.ListAsync(organization, cancellationToken);
}
