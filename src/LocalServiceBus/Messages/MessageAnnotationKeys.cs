namespace LocalServiceBus.Messages;

/// <summary>The message annotations of Service Bus (SDK Amqp/AmqpMessageConstants.cs).</summary>
internal static class MessageAnnotationKeys
{
    public const string DeadLetterSource = "x-opt-deadletter-source";
    public const string EnqueuedTime = "x-opt-enqueued-time";
    public const string EnqueueSequenceNumber = "x-opt-enqueue-sequence-number";
    public const string LockedUntil = "x-opt-locked-until";
    public const string MessageState = "x-opt-message-state";
    public const string ScheduledEnqueueTime = "x-opt-scheduled-enqueue-time";
    public const string SequenceNumber = "x-opt-sequence-number";
}
