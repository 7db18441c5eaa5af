namespace LocalServiceBus.Broker;

/// <summary>
/// A message as it was sent: the fields that the broker needs, and the encoded bytes, which it stores unchanged.
/// </summary>
internal sealed record Envelope(string MessageId, byte[] Content)
{
    public string? SessionId { get; init; }

    /// <summary>If not set, the message lives as long as the queue allows.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>If not in the future, the message is enqueued at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; init; }
}
