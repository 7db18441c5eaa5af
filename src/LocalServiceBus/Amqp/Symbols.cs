using Microsoft.Azure.Amqp.Encoding;

namespace LocalServiceBus.Amqp;

/// <summary>The names that Service Bus uses in links (SDK Amqp/AmqpClientConstants.cs).</summary>
internal static class Symbols
{
    public static readonly AmqpSymbol SessionFilter = "com.microsoft:session-filter";
    public static readonly AmqpSymbol NonExclusiveSessionFilter = "com.microsoft:non-exclusive-session-filter";
    public static readonly AmqpSymbol LockedUntil = "com.microsoft:locked-until-utc";
    public static readonly AmqpSymbol Timeout = "com.microsoft:timeout";
}
