namespace Payments.Handlers;

/// <summary>Work that could not be enqueued when it was to be.</summary>
/// <param name="Name">What the outbox calls it.</param>
/// <param name="Work">The work.</param>
/// <param name="Due">When it is to be delivered. UTC.</param>
public sealed record OutboxEntry(string Name, Work Work, DateTimeOffset Due);

/// <summary>Where work waits while the queues can't be reached. It is small: empty, but for outages.</summary>
public interface IOutbox
{
    /// <summary>Keeps work until it can be enqueued.</summary>
    Task AddAsync(Work work, DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>What has waited longest, at most so many.</summary>
    Task<IReadOnlyList<OutboxEntry>> OldestAsync(int most, CancellationToken cancellationToken);

    /// <summary>Forgets an entry that is enqueued; one that is gone already is no fault.</summary>
    Task RemoveAsync(OutboxEntry entry, CancellationToken cancellationToken);
}

/// <summary>The queues can't be reached. Whether the message was enqueued all the same is not known.</summary>
public sealed class QueueUnreachableException(string message, Exception cause) : Exception(message, cause);
