using Payments.Ledger.Identity;

namespace Payments.Processors.Sandbox;

/// <summary>A row of the books, as it was read or is to be written.</summary>
/// <param name="Version">The stored row's ETag; null for a new row.</param>
public sealed record SandboxEntry(SandboxOperation Operation, string? Version = null);

/// <summary>
/// The sandbox's books: one row per operation, named by its reference, in one partition per organization. A capture's
/// row also has the total refunded (an authorization's the total captured, a credit's the total settled), so that
/// "enough is left" and "it is done" are stored together or not at all: in Table Storage as one entity group
/// transaction of an insert and a conditional update.
/// </summary>
public interface ISandboxBooks
{
    /// <summary>The row of that name; null if there is none.</summary>
    Task<SandboxEntry?> FindAsync(OrganizationId organization, string reference, CancellationToken cancellationToken);

    /// <summary>
    /// Writes one or two rows of one organization, all or none: a row without a version is inserted, one with a version
    /// replaces the row that was read as that version. False, and nothing is written, if a new row exists already or a
    /// row has changed; also if this very write was executed before and its response was lost.
    /// </summary>
    Task<bool> TryWriteAsync(IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken);

    /// <summary>All rows of an organization, in any order.</summary>
    IAsyncEnumerable<SandboxOperation> ListAsync(OrganizationId organization, CancellationToken cancellationToken);
}
