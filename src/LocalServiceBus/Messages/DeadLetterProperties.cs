namespace LocalServiceBus.Messages;

/// <summary>The application properties that say why a message was dead-lettered.</summary>
internal static class DeadLetterProperties
{
    public const string Reason = "DeadLetterReason";
    public const string Description = "DeadLetterErrorDescription";
}
