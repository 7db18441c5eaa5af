namespace Azure.Messaging.ServiceBus.Broker;

internal sealed record DeadLetterCause(string? Reason, string? Description)
{
    public const string ReasonProperty = "DeadLetterReason";
    public const string DescriptionProperty = "DeadLetterErrorDescription";
}
