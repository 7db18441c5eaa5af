using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusReceivedMessage
{
    internal ServiceBusReceivedMessage(Envelope content) => Content = content;

    internal Envelope Content { get; }

    internal Guid LockTokenGuid { get; init; }

    public BinaryData Body => Content.Body;

    public string? MessageId => Content.MessageId;

    public string? SessionId => Content.SessionId;

    public string? ReplyToSessionId => Content.ReplyToSessionId;

    public string? PartitionKey => Content.PartitionKey;

    public string? TransactionPartitionKey => Content.TransactionPartitionKey;

    public string? Subject => Content.Subject;

    public string? CorrelationId => Content.CorrelationId;

    public string? ContentType => Content.ContentType;

    public string? To => Content.To;

    public string? ReplyTo => Content.ReplyTo;

    public TimeSpan TimeToLive => Content.TimeToLive;

    public DateTimeOffset ScheduledEnqueueTime => Content.ScheduledEnqueueTime;

    public IReadOnlyDictionary<string, object> ApplicationProperties => Content.ApplicationProperties;

    public string LockToken => LockTokenGuid.ToString();

    public DateTimeOffset LockedUntil { get; internal set; }

    public int DeliveryCount { get; internal init; }

    public long SequenceNumber { get; internal init; }

    public long EnqueuedSequenceNumber { get; internal init; }

    public DateTimeOffset EnqueuedTime { get; internal init; }

    public DateTimeOffset ExpiresAt => TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime
        ? DateTimeOffset.MaxValue
        : EnqueuedTime + TimeToLive;

    public ServiceBusMessageState State { get; internal init; }

    public string? DeadLetterSource => Content.DeadLetterSource;

    public string? DeadLetterReason => Property(DeadLetterCause.ReasonProperty);

    public string? DeadLetterErrorDescription => Property(DeadLetterCause.DescriptionProperty);

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private string? Property(string name) =>
        Content.ApplicationProperties.TryGetValue(name, out var value) ? value as string : null;
}
