using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Messages;

/// <summary>Joins original and newly encoded sections to a message.</summary>
internal static class MessageWriter
{
    public static ReadOnlySpan<byte> Encode(AmqpDescribed section)
    {
        var buffer = new ByteBuffer(new byte[section.EncodeSize]);
        section.Encode(buffer);
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length);
    }

    public static byte[] Join(
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> annotations,
        ReadOnlySpan<byte> properties,
        ReadOnlySpan<byte> applicationProperties,
        ReadOnlySpan<byte> body)
    {
        var message = new byte[
            header.Length + annotations.Length + properties.Length + applicationProperties.Length + body.Length];
        var rest = message.AsSpan();
        Append(ref rest, header);
        Append(ref rest, annotations);
        Append(ref rest, properties);
        Append(ref rest, applicationProperties);
        Append(ref rest, body);
        return message;
    }

    private static void Append(ref Span<byte> rest, ReadOnlySpan<byte> section)
    {
        section.CopyTo(rest);
        rest = rest[section.Length..];
    }
}
