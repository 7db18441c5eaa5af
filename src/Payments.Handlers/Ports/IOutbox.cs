namespace Payments.Handlers.Ports;

/// <summary>A work item that waits to be enqueued.</summary>
/// <param name="Name">The entry's name in the outbox.</param>
/// <param name="Item">The work item.</param>
/// <param name="Due">When it is to be delivered; UTC.</param>
public sealed record OutboxEntry(string Name, WorkItem Item, DateTimeOffset Due);

/// <summary>
/// Where work items wait while the queues are unreachable, and those due much later until it is nearly time. It is
/// small: empty except during outages of the broker or the processor.
/// </summary>
public interface IOutbox
{
    /// <summary>Stores a work item until it is enqueued. The same item due at the same time is one entry.</summary>
    Task AddAsync(WorkItem work, DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>The entries due first, at most so many.</summary>
    Task<IReadOnlyList<OutboxEntry>> OldestAsync(int most, CancellationToken cancellationToken);

    /// <summary>Deletes an entry that was enqueued; a missing one is no error.</summary>
    Task RemoveAsync(OutboxEntry entry, CancellationToken cancellationToken);
}

/// <summary>
/// The queues are unreachable, or accept no message now. It is unknown whether the message was enqueued nevertheless.
/// </summary>
public sealed class QueueUnreachableException(string message, Exception cause) : Exception(message, cause);
