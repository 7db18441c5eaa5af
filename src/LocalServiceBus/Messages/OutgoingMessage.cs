using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Messages;

/// <summary>
/// A stored message as its receiver gets it, with the broker's annotations (section 4 of the reference).
/// </summary>
internal static class OutgoingMessage
{
    private const int ActiveState = 0;
    private const int DeferredState = 1;
    private const int ScheduledState = 2;

    public static byte[] Write(StoredMessage message)
    {
        var sections = MessageSections.Read(message.Content);
        return MessageWriter.Join(
            MessageWriter.Encode(HeaderOf(message, sections)),
            MessageWriter.Encode(AnnotationsOf(message, sections)),
            sections.EncodedProperties,
            message.DeadLetterSource is null
                ? sections.EncodedApplicationProperties
                : MessageWriter.Encode(AddCause(message.DeadLetterCause, sections)),
            sections.EncodedBody);
    }

    private static Header HeaderOf(StoredMessage message, MessageSections sections)
    {
        var header = sections.Header;
        header.DeliveryCount = (uint)message.Deliveries;
        header.Ttl = message.TimeToLive == TimeSpan.MaxValue
            ? null
            : (uint)Math.Min(uint.MaxValue, message.TimeToLive.TotalMilliseconds);
        return header;
    }

    private static MessageAnnotations AnnotationsOf(StoredMessage message, MessageSections sections)
    {
        var annotations = sections.Annotations;
        Set(MessageAnnotationKeys.SequenceNumber, message.Sequence);
        Set(MessageAnnotationKeys.EnqueueSequenceNumber, message.FirstSequence);
        Set(MessageAnnotationKeys.EnqueuedTime, Utc(message.EnqueuedAt));
        Set(MessageAnnotationKeys.MessageState, message switch
        {
            { State: Schema.Scheduled } => ScheduledState,
            { IsDeferred: true } => DeferredState,
            _ => ActiveState,
        });
        Set(MessageAnnotationKeys.LockedUntil, message.LockedUntil > 0 ? Utc(message.LockedUntil) : null);
        Set(MessageAnnotationKeys.DeadLetterSource, message.DeadLetterSource);
        return annotations;

        void Set(string key, object? value)
        {
            if (value is null)
                annotations.Map.TryRemoveValue<object>(new AmqpSymbol(key), out _);
            else
                annotations.Map[new AmqpSymbol(key)] = value;
        }
    }

    private static ApplicationProperties AddCause(DeadLetterCause cause, MessageSections sections)
    {
        var properties = sections.ApplicationProperties;
        if (cause.Reason is not null)
            properties.Map[DeadLetterProperties.Reason] = cause.Reason;
        if (cause.Description is not null)
            properties.Map[DeadLetterProperties.Description] = cause.Description;

        return properties;
    }

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);
}
