namespace LocalServiceBus.Broker;

/// <summary>Proves that its owner holds a session: every holder gets another token.</summary>
internal sealed record SessionLock(string SessionId, string Token, DateTimeOffset LockedUntil)
{
    public static BrokerException CreateLostError(string session) => new(
        Conditions.SessionLockLost, $"The lock on the session '{session}' has expired. Accept the session again.");
}
