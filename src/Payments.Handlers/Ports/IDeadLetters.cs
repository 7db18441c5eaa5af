namespace Payments.Handlers.Ports;

/// <summary>A message that could not be handled.</summary>
/// <param name="Queue">The queue it was on.</param>
/// <param name="SequenceNumber">Its number there.</param>
/// <param name="MessageId">Its own id.</param>
/// <param name="Reason">Why it is here: a word.</param>
/// <param name="Description">Why it is here: a sentence that a person can act on.</param>
/// <param name="DeliveryCount">How often it was tried.</param>
/// <param name="EnqueuedAt">When it was enqueued. UTC.</param>
/// <param name="Body">What it says; work names records and holds none, so there is nothing secret in it.</param>
public sealed record DeadLetter(
    string Queue,
    long SequenceNumber,
    string? MessageId,
    string? Reason,
    string? Description,
    int DeliveryCount,
    DateTimeOffset EnqueuedAt,
    string Body);

/// <summary>The dead letters of the queues: to be looked at, and put back once their cause is mended.</summary>
public interface IDeadLetters
{
    /// <summary>Those of all queues, the oldest first, at most so many of each.</summary>
    Task<IReadOnlyList<DeadLetter>> ListAsync(int mostPerQueue, CancellationToken cancellationToken);

    /// <summary>Puts one back on its queue, or all of a queue's (null); how many were put back.</summary>
    Task<int> RequeueAsync(string queue, long? sequenceNumber, CancellationToken cancellationToken);
}
