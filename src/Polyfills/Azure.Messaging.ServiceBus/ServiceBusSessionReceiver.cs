using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusSessionReceiver : ServiceBusReceiver
{
    private volatile SessionLock? _held;

    /// <summary>For mocks.</summary>
    protected ServiceBusSessionReceiver()
    {
    }

    internal ServiceBusSessionReceiver(ServiceBusClient client, string path, SessionLock held)
        : base(client, path) => _held = held;

    public virtual string SessionId => Session.SessionId;

    public virtual DateTimeOffset SessionLockedUntil => Session.LockedUntil;

    private protected override SessionLock? Held => _held;

    private SessionLock Session => _held ?? throw new InvalidOperationException("A mocked receiver has no session.");

    public virtual async Task RenewSessionLockAsync(CancellationToken cancellationToken = default) =>
        _held = await RunAsync(
            (transaction, queue) => transaction.Renew(queue, Session), cancellationToken).ConfigureAwait(false);

    /// <summary>Lets others have the session at once, with what was not settled.</summary>
    public override async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        if (IsClosed)
            return;

        await RunAsync((transaction, queue) => transaction.Release(queue, Session), cancellationToken)
            .ConfigureAwait(false);
        await base.CloseAsync(cancellationToken).ConfigureAwait(false);
    }
}
