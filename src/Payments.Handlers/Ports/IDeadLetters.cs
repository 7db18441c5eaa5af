namespace Payments.Handlers.Ports;

/// <summary>A message that could not be handled.</summary>
/// <param name="Queue">The queue that it was on.</param>
/// <param name="SequenceNumber">Its number there.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="Reason">Why it was dead-lettered: a code.</param>
/// <param name="Description">Why it was dead-lettered: a sentence that an operator can act on.</param>
/// <param name="DeliveryCount">How often it was delivered.</param>
/// <param name="EnqueuedAt">When it was enqueued; UTC.</param>
/// <param name="Body">The message body. Work items reference records by id, so it holds no secrets.</param>
public sealed record DeadLetter(
    string Queue,
    long SequenceNumber,
    string? MessageId,
    string? Reason,
    string? Description,
    int DeliveryCount,
    DateTimeOffset EnqueuedAt,
    string Body);

/// <summary>The dead letters of the queues, to be examined, and requeued once their cause is fixed.</summary>
public interface IDeadLetters
{
    /// <summary>The dead letters of all queues, the oldest first, at most so many per queue.</summary>
    Task<IReadOnlyList<DeadLetter>> ListAsync(int mostPerQueue, CancellationToken cancellationToken);

    /// <summary>Requeues one dead letter of a queue, or all of them (null); how many were requeued.</summary>
    Task<int> RequeueAsync(string queue, long? sequenceNumber, CancellationToken cancellationToken);
}
