using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>What a sender put into a message; all of it but the body is kept as one JSON text.</summary>
internal sealed class Envelope
{
    [JsonIgnore]
    public BinaryData Body { get; set; } = new(Array.Empty<byte>());

    public string? MessageId { get; set; }

    public string? SessionId { get; set; }

    public string? Subject { get; set; }

    public string? CorrelationId { get; set; }

    public string? ContentType { get; set; }

    public string? To { get; set; }

    public string? ReplyTo { get; set; }

    public string? ReplyToSessionId { get; set; }

    public string? PartitionKey { get; set; }

    public string? TransactionPartitionKey { get; set; }

    public string? DeadLetterSource { get; set; }

    public TimeSpan TimeToLive { get; set; } = TimeSpan.MaxValue;

    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    [JsonConverter(typeof(ApplicationPropertiesConverter))]
    public Dictionary<string, object> ApplicationProperties { get; set; } = [];

    public Envelope Copy()
    {
        var copy = (Envelope)MemberwiseClone();
        copy.ApplicationProperties = new Dictionary<string, object>(ApplicationProperties);
        return copy;
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static Envelope FromJson(string json, byte[] body)
    {
        var content = JsonSerializer.Deserialize<Envelope>(json)
            ?? throw new JsonException("A stored message has no content.");
        content.Body = new BinaryData(body);
        return content;
    }
}
