namespace LocalServiceBus.Broker;

/// <summary>The proof of holding a session: another holder has another token.</summary>
internal sealed record SessionLock(string SessionId, string Token, DateTimeOffset LockedUntil)
{
    public static BrokerException Lost(string session) => new(
        Conditions.SessionLockLost, $"The lock on the session '{session}' has expired. Accept the session again.");
}
