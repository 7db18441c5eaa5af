namespace LocalServiceBus.Broker;

/// <summary>
/// A message as it is sent: what the broker must know of it, and its encoded bytes, which it keeps as such.
/// </summary>
internal sealed record Envelope(string MessageId, byte[] Content)
{
    public string? SessionId { get; init; }

    /// <summary>None is set: the message lives as long as the queue allows.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>Not in the future: at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; init; }
}
