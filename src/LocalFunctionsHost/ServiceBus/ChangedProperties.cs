using Google.Protobuf;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>
/// The properties that a settlement changes: an AMQP map in binary encoding. Types that AMQP lacks arrive as described
/// types, with the descriptors that all Service Bus SDKs use (AmqpAnnotatedMessageConverter of the SDK).
/// </summary>
internal static class ChangedProperties
{
    private const string UriType = "com.microsoft:uri";
    private const string TimeType = "com.microsoft:datetime-offset";
    private const string DurationType = "com.microsoft:timespan";

    public static Dictionary<string, object>? Decode(ByteString bytes)
    {
        if (bytes.IsEmpty) return null;
        using var buffer = new ByteBuffer(bytes.ToByteArray(), 0, bytes.Length);
        return AmqpCodec.DecodeMap(buffer).ToDictionary(pair => pair.Key.ToString()!, pair => ToNet(pair.Value));
    }

    private static object ToNet(object value) => value switch
    {
        DescribedType { Descriptor: AmqpSymbol descriptor } described => descriptor.Value switch
        {
            UriType => new Uri((string)described.Value),
            TimeType => new DateTimeOffset((long)described.Value, TimeSpan.Zero),
            DurationType => new TimeSpan((long)described.Value),
            _ => described.Value,
        },
        AmqpSymbol symbol => symbol.Value,
        _ => value,
    };
}
