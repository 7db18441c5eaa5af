namespace LocalServiceBus.Broker;

/// <summary>Why a message was dead-lettered, according to the queue or its receiver.</summary>
internal sealed record DeadLetterCause(string? Reason, string? Description);
