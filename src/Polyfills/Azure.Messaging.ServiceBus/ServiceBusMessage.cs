using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusMessage
{
    private const int MaxIdLength = 128;

    public ServiceBusMessage()
        : this(default(ReadOnlyMemory<byte>))
    {
    }

    public ServiceBusMessage(string body)
        : this(new BinaryData(body))
    {
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    public ServiceBusMessage(BinaryData body) => Content = new Envelope { Body = body };

    /// <summary>A copy to send again: all that the sender set, and nothing that the broker did.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Content = receivedMessage.Content.Copy();
        Content.DeadLetterSource = null;
        Content.ApplicationProperties.Remove(DeadLetterCause.ReasonProperty);
        Content.ApplicationProperties.Remove(DeadLetterCause.DescriptionProperty);
    }

    internal Envelope Content { get; }

    public BinaryData Body
    {
        get => Content.Body;
        set => Content.Body = value;
    }

    public string? MessageId
    {
        get => Content.MessageId;
        set => Content.MessageId = value is { Length: > 0 and <= MaxIdLength }
            ? value
            : throw new ArgumentException("The message identifier must have 1 to 128 characters.", nameof(value));
    }

    public string? SessionId
    {
        get => Content.SessionId;
        set => Content.SessionId = NotTooLong(value);
    }

    public string? ReplyToSessionId
    {
        get => Content.ReplyToSessionId;
        set => Content.ReplyToSessionId = NotTooLong(value);
    }

    public string? PartitionKey
    {
        get => Content.PartitionKey;
        set => Content.PartitionKey = NotTooLong(value);
    }

    public string? TransactionPartitionKey
    {
        get => Content.TransactionPartitionKey;
        set => Content.TransactionPartitionKey = NotTooLong(value);
    }

    public string? Subject
    {
        get => Content.Subject;
        set => Content.Subject = value;
    }

    public string? CorrelationId
    {
        get => Content.CorrelationId;
        set => Content.CorrelationId = value;
    }

    public string? ContentType
    {
        get => Content.ContentType;
        set => Content.ContentType = value;
    }

    public string? To
    {
        get => Content.To;
        set => Content.To = value;
    }

    public string? ReplyTo
    {
        get => Content.ReplyTo;
        set => Content.ReplyTo = value;
    }

    public TimeSpan TimeToLive
    {
        get => Content.TimeToLive;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            Content.TimeToLive = value;
        }
    }

    public DateTimeOffset ScheduledEnqueueTime
    {
        get => Content.ScheduledEnqueueTime;
        set => Content.ScheduledEnqueueTime = value;
    }

    public IDictionary<string, object> ApplicationProperties => Content.ApplicationProperties;

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private static string? NotTooLong(string? value) => value is { Length: > MaxIdLength }
        ? throw new ArgumentException("The value must not have more than 128 characters.", nameof(value))
        : value;
}
