using System.Text;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>The Standard tier's limit: a message, or the messages of one send together, may take 256 KiB.</summary>
internal static class MessageSize
{
    public const int LimitBytes = 256 * 1024;

    public static void Check(QueueDefinition queue, IEnumerable<Envelope> messages)
    {
        var bytes = messages.Sum(message => message.Body.ToMemory().Length + Headers(message));
        if (bytes > LimitBytes)
        {
            throw new ServiceBusException(
                $"The message (or messages sent together) of {bytes} bytes exceeds the limit of {LimitBytes} bytes.",
                ServiceBusFailureReason.MessageSizeExceeded,
                queue.Path);
        }
    }

    /// <summary>As many bytes as the texts take; what AMQP adds round them is small and left out.</summary>
    private static int Headers(Envelope message)
    {
        string?[] texts =
        [
            message.MessageId, message.SessionId, message.Subject, message.CorrelationId, message.ContentType,
            message.To, message.ReplyTo, message.ReplyToSessionId, message.PartitionKey,
        ];
        return texts.Sum(text => text is null ? 0 : Encoding.UTF8.GetByteCount(text))
            + message.ApplicationProperties.Sum(property =>
                Encoding.UTF8.GetByteCount(property.Key)
                + (property.Value is string text ? Encoding.UTF8.GetByteCount(text) : sizeof(decimal)));
    }
}
