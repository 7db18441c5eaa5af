namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>The proof of holding a session: another holder has another token.</summary>
internal sealed record SessionLock(string SessionId, string Token, DateTimeOffset LockedUntil);
