using System.Buffers.Binary;
using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Messages;

/// <summary>
/// The positions of the sections of an encoded message (AMQP 1.0, part 3, 3.2). Sections that the broker does not
/// change are never decoded, and leave as the bytes that came in.
/// </summary>
internal sealed class MessageSections
{
    private const byte DescribedType = 0x00;
    private const byte SmallUlong = 0x53;
    private const byte Ulong = 0x80;
    private const byte ShortBinary = 0xA0;
    private const byte LongBinary = 0xB0;

    private readonly byte[] _message;
    private readonly List<ArraySegment<byte>> _data = [];
    private ArraySegment<byte> _header;
    private ArraySegment<byte> _annotations;
    private ArraySegment<byte> _properties;
    private ArraySegment<byte> _applicationProperties;
    private int? _bodyStart;

    private MessageSections(byte[] message) => _message = message;

    public Header Header => Decode<Header>(_header);

    public MessageAnnotations Annotations => Decode<MessageAnnotations>(_annotations);

    public Properties Properties => Decode<Properties>(_properties);

    public ApplicationProperties ApplicationProperties => Decode<ApplicationProperties>(_applicationProperties);

    public ReadOnlySpan<byte> EncodedHeader => _header;

    public ReadOnlySpan<byte> EncodedAnnotations => _annotations;

    public ReadOnlySpan<byte> EncodedProperties => _properties;

    public ReadOnlySpan<byte> EncodedApplicationProperties => _applicationProperties;

    /// <summary>The body and the footer.</summary>
    public ReadOnlySpan<byte> EncodedBody => _message.AsSpan(_bodyStart ?? _message.Length);

    /// <summary>The contents of the data sections; in a batch, each is a message.</summary>
    public IReadOnlyList<ArraySegment<byte>> Data => _data;

    public static MessageSections Read(byte[] message)
    {
        var sections = new MessageSections(message);
        try
        {
            for (var at = 0; at < message.Length;)
                at = sections.ReadSection(at);
        }
        catch (Exception malformed) when (malformed is IndexOutOfRangeException or ArgumentException)
        {
            throw CreateMalformedError();
        }

        return sections;
    }

    private int ReadSection(int start)
    {
        if (_message[start] != DescribedType)
            throw CreateMalformedError();

        var (code, value) = _message[start + 1] switch
        {
            SmallUlong => (_message[start + 2], start + 3),
            Ulong => (BinaryPrimitives.ReadUInt64BigEndian(_message.AsSpan(start + 2, sizeof(ulong))),
                start + 2 + sizeof(ulong)),
            _ => throw CreateMalformedError(),
        };
        var end = End(_message, value);
        var section = new ArraySegment<byte>(_message, start, end - start);
        Keep(code, section, value);
        return end;
    }

    private void Keep(ulong code, ArraySegment<byte> section, int value)
    {
        if (code == Header.Code)
            _header = section;
        else if (code == MessageAnnotations.Code)
            _annotations = section;
        else if (code == Properties.Code)
            _properties = section;
        else if (code == ApplicationProperties.Code)
            _applicationProperties = section;
        else if (code != DeliveryAnnotations.Code)
            _bodyStart ??= section.Offset;

        if (code == Microsoft.Azure.Amqp.Framing.Data.Code)
        {
            var start = _message[value] switch
            {
                ShortBinary => value + 1 + sizeof(byte),
                LongBinary => value + 1 + sizeof(uint),
                _ => throw CreateMalformedError(),
            };
            _data.Add(new ArraySegment<byte>(_message, start, section.Offset + section.Count - start));
        }
    }

    /// <summary>Where the value at that position ends: its format code determines its width (part 1, 1.2).</summary>
    private static int End(byte[] message, int at)
    {
        while (message[at] == DescribedType)
            at = EndOfPlain(message, at + 1);

        return EndOfPlain(message, at);
    }

    private static int EndOfPlain(byte[] message, int at)
    {
        var end = (message[at] >> 4) switch
        {
            0x4 => at + 1L,
            0x5 => at + 1L + sizeof(byte),
            0x6 => at + 1L + sizeof(ushort),
            0x7 => at + 1L + sizeof(uint),
            0x8 => at + 1L + sizeof(ulong),
            0x9 => at + 1L + (2 * sizeof(ulong)),
            0xA or 0xC or 0xE => at + 1L + sizeof(byte) + message[at + 1],
            0xB or 0xD or 0xF =>
                at + 1L + sizeof(uint) + BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(at + 1, sizeof(uint))),
            _ => throw CreateMalformedError(),
        };
        return end <= message.Length ? (int)end : throw CreateMalformedError();
    }

    private static T Decode<T>(ArraySegment<byte> section)
        where T : AmqpDescribed, new()
    {
        var decoded = new T();
        if (section.Count > 0)
            decoded.Decode(new ByteBuffer(section));

        return decoded;
    }

    private static BrokerException CreateMalformedError() =>
        new(Conditions.DecodeError, "The message is not well-formed AMQP.");
}
