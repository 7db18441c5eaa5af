namespace Payments.Handlers.Ports;

/// <summary>Work that waits to be enqueued.</summary>
/// <param name="Name">What the outbox calls it.</param>
/// <param name="Item">The work.</param>
/// <param name="Due">When it is to be delivered. UTC.</param>
public sealed record OutboxEntry(string Name, WorkItem Item, DateTimeOffset Due);

/// <summary>
/// Where work waits while the queues can't be reached, and until its time where that is far off. It is small: empty,
/// but for outages of the broker or the processor.
/// </summary>
public interface IOutbox
{
    /// <summary>Keeps work until it is enqueued. The same work due at the same time is one entry.</summary>
    Task AddAsync(WorkItem work, DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>What is due first, at most so many.</summary>
    Task<IReadOnlyList<OutboxEntry>> OldestAsync(int most, CancellationToken cancellationToken);

    /// <summary>Forgets an entry that is enqueued; one that is gone already is no fault.</summary>
    Task RemoveAsync(OutboxEntry entry, CancellationToken cancellationToken);
}

/// <summary>The queues can't be reached. Whether the message was enqueued all the same is not known.</summary>
public sealed class QueueUnreachableException(string message, Exception cause) : Exception(message, cause);
