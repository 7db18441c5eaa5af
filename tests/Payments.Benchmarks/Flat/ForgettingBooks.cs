using Payments.Ledger.Identity;
using Payments.Processors.Sandbox;

namespace Payments.Benchmarks.Flat;

/// <summary>The sandbox's books in memory, which can be emptied: they are a store too.</summary>
internal sealed class ForgettingBooks : ISandboxBooks
{
    private InMemorySandboxBooks _books = new InMemorySandboxBooks();

    /// <summary>Forgets everything.</summary>
    public void Clear() => _books = new InMemorySandboxBooks();

    public Task<SandboxEntry?> FindAsync(
        OrganizationId organization, string reference, CancellationToken cancellationToken) =>
        _books.FindAsync(organization, reference, cancellationToken);

    public Task<bool> TryWriteAsync(IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken) =>
        _books.TryWriteAsync(entries, cancellationToken);

    public IAsyncEnumerable<SandboxOperation> ListAsync(
        OrganizationId organization, CancellationToken cancellationToken) =>
        _books.ListAsync(organization, cancellationToken);
}
