namespace LocalServiceBus.Messages;

/// <summary>The application properties in which a dead letter says why it is one.</summary>
internal static class DeadLetterProperties
{
    public const string Reason = "DeadLetterReason";
    public const string Description = "DeadLetterErrorDescription";
}
