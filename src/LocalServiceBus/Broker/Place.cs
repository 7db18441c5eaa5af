namespace LocalServiceBus.Broker;

/// <summary>
/// What a receiver waits at: a queue, for a message or a free session, or a session that it holds, for that session's
/// messages.
/// </summary>
internal readonly record struct Place(string Queue, string? HeldSession = null);
