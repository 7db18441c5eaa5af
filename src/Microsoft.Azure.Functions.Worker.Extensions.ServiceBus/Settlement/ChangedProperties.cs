using Google.Protobuf;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;

namespace Microsoft.Azure.Functions.Worker.ServiceBusSettlement;

/// <summary>
/// Encodes the application properties that a settlement changes, for the host: an AMQP map. Types that AMQP lacks
/// become described types, with the descriptors that all Service Bus SDKs use.
/// </summary>
internal static class ChangedProperties
{
    private static readonly AmqpSymbol UriType = "com.microsoft:uri";
    private static readonly AmqpSymbol TimeType = "com.microsoft:datetime-offset";
    private static readonly AmqpSymbol DurationType = "com.microsoft:timespan";

    /// <summary>Enough for a few short values; the buffer grows.</summary>
    private const int InitialBytes = 256;

    public static ByteString Encode(IDictionary<string, object>? properties)
    {
        if (properties is null) return ByteString.Empty;
        var map = new AmqpMap();
        foreach (var (name, value) in properties) map[new MapKey(name)] = ToAmqp(name, value);
        using var buffer = new ByteBuffer(InitialBytes, autoGrow: true);
        AmqpCodec.EncodeMap(map, buffer);
        return ByteString.CopyFrom(buffer.Buffer, buffer.Offset, buffer.Length);
    }

    private static object? ToAmqp(string name, object? value) => value switch
    {
        null or bool or string or char or Guid or DateTime => value,
        byte or sbyte or short or ushort or int or uint or long or ulong => value,
        float or double or decimal => value,
        Uri uri => new DescribedType(UriType, uri.AbsoluteUri),
        DateTimeOffset time => new DescribedType(TimeType, time.UtcTicks),
        TimeSpan duration => new DescribedType(DurationType, duration.Ticks),
        _ => throw new NotSupportedException($"The property '{name}' is a {value.GetType()}, which AMQP can't encode."),
    };
}
