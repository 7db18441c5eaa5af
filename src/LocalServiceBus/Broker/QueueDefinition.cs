namespace LocalServiceBus.Broker;

/// <summary>A queue or a dead-letter subqueue. <see cref="Path"/> is its key in the store.</summary>
internal sealed record QueueDefinition(string Path)
{
    public const string DeadLetterSuffix = "/$deadletterqueue";

    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    public int MaxDeliveryCount { get; init; } = 10;

    public bool RequiresSession { get; init; }

    public bool RequiresDuplicateDetection { get; init; }

    public TimeSpan DuplicateDetectionHistoryTimeWindow { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan DefaultMessageTimeToLive { get; init; } = TimeSpan.MaxValue;

    public bool DeadLetteringOnMessageExpiration { get; init; }

    public bool IsDeadLetter => Path.EndsWith(DeadLetterSuffix, StringComparison.Ordinal);

    /// <summary>Dead letters stay: no sessions, no expiry, no limit on deliveries.</summary>
    public QueueDefinition DeadLetterQueue => new(Path + DeadLetterSuffix)
    {
        LockDuration = LockDuration,
        MaxDeliveryCount = int.MaxValue,
    };
}
