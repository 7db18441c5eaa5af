namespace LocalServiceBus.Broker;

/// <summary>The error conditions that Service Bus clients know (SDK Amqp/AmqpClientConstants.cs).</summary>
internal static class Conditions
{
    public const string NotFound = "amqp:not-found";
    public const string NotAllowed = "amqp:not-allowed";
    public const string NotImplemented = "amqp:not-implemented";
    public const string InternalError = "amqp:internal-error";
    public const string DecodeError = "amqp:decode-error";
    public const string ArgumentError = "com.microsoft:argument-error";
    public const string MessageLockLost = "com.microsoft:message-lock-lost";
    public const string MessageNotFound = "com.microsoft:message-not-found";
    public const string ServerBusy = "com.microsoft:server-busy";
    public const string SessionCannotBeLocked = "com.microsoft:session-cannot-be-locked";
    public const string SessionLockLost = "com.microsoft:session-lock-lost";
    public const string Timeout = "com.microsoft:timeout";
}
