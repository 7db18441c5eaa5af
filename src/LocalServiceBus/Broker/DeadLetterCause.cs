namespace LocalServiceBus.Broker;

/// <summary>Why a message is a dead letter, as the queue or its receiver says.</summary>
internal sealed record DeadLetterCause(string? Reason, string? Description);
