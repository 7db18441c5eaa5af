using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Messages;

/// <summary>Reads from an encoded message the fields that the broker needs.</summary>
internal static class IncomingMessage
{
    /// <summary>
    /// The message format for several messages in one transfer (SDK AmqpConstants, section 3 of the reference).
    /// </summary>
    public const uint BatchFormat = 0x80013700;

    public static List<Envelope> ReadAll(byte[] message, uint format, TimeSpan maxTimeToLive)
    {
        if (format != BatchFormat)
            return [Read(message, maxTimeToLive)];

        return [.. MessageSections.Read(message).Data.Select(one => Read(one.ToArray(), maxTimeToLive))];
    }

    public static Envelope Read(byte[] message, TimeSpan maxTimeToLive)
    {
        var sections = MessageSections.Read(message);
        var header = sections.Header;
        var properties = sections.Properties;
        var asked = TimeToLive(header, properties);
        var isTooLong = asked > maxTimeToLive && properties.AbsoluteExpiryTime is not null;
        if (properties.MessageId is null || isTooLong)
        {
            // JS sends none, but its SDK can't settle a message without one (section 3 of the reference).
            properties.MessageId ??= Guid.NewGuid().ToString("N");
            // Clients prefer these two to the header, whose time to live is the one that the queue allows.
            properties.AbsoluteExpiryTime = isTooLong ? null : properties.AbsoluteExpiryTime;
            properties.CreationTime = isTooLong ? null : properties.CreationTime;
            message = MessageWriter.Join(
                sections.EncodedHeader, sections.EncodedAnnotations, MessageWriter.Encode(properties),
                sections.EncodedApplicationProperties, sections.EncodedBody);
        }

        sections.Annotations.Map.TryGetValue<DateTime>(
            new AmqpSymbol(MessageAnnotationKeys.ScheduledEnqueueTime), out var scheduled);
        return new Envelope(properties.MessageId.ToString()!, message)
        {
            SessionId = properties.GroupId,
            TimeToLive = asked,
            ScheduledEnqueueTime = new DateTimeOffset(DateTime.SpecifyKind(scheduled, DateTimeKind.Utc)),
        };
    }

    private static TimeSpan TimeToLive(Header header, Properties properties)
    {
        if (properties.AbsoluteExpiryTime is { } expiry && properties.CreationTime is { } creation && expiry > creation)
            return expiry - creation;

        return header.Ttl is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.MaxValue;
    }
}
