using Payments.Ledger.Identity;

namespace Payments.Processors.Sandbox;

/// <summary>A row of the books, as it was read or is to be written.</summary>
/// <param name="Operation">What it says.</param>
/// <param name="Version">The stored row's ETag; null for a row that is to be new.</param>
public sealed record SandboxEntry(SandboxOperation Operation, string? Version = null);

/// <summary>
/// The sandbox's books: one row an operation, named by its reference, in one partition an organization. A capture's
/// row also says how much of it was refunded (an authorization's how much was captured, a credit's how much was
/// settled), so that "there is room for it" and "it is done" are stored together or not at all: in Table Storage as one
/// entity group transaction of an insert and a conditional update.
/// </summary>
public interface ISandboxBooks
{
    /// <summary>The row of that name; null where there is none.</summary>
    Task<SandboxEntry?> FindAsync(OrganizationId organization, string reference, CancellationToken cancellationToken);

    /// <summary>
    /// Writes one or two rows of one organization, all or none: a row without a version is inserted, one with a version
    /// replaces the row that was read as that version. False, and nothing is written, where a row is there already or
    /// has changed; also where this very write was made and its first answer was lost.
    /// </summary>
    Task<bool> TryWriteAsync(IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken);

    /// <summary>All rows of an organization, in any order.</summary>
    IAsyncEnumerable<SandboxOperation> ListAsync(OrganizationId organization, CancellationToken cancellationToken);
}
