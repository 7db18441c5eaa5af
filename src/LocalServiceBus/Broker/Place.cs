namespace LocalServiceBus.Broker;

/// <summary>
/// Where one waits: at a queue for a message or a free session, or at a session one holds for its messages.
/// </summary>
internal readonly record struct Place(string Queue, string? HeldSession = null);
