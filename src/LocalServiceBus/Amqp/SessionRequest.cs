using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>Accepts the session that a receiver asks for when it attaches (section 6 of the reference).</summary>
internal static class SessionRequest
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(60);

    /// <summary>Returns null if the receiver asks for no session and the queue has none.</summary>
    public static async Task<SessionLock?> AcceptAsync(SendingAmqpLink link, LocalBroker broker, QueueDefinition queue)
    {
        var filters = (link.Settings.Source as Source)?.FilterSet;
        if (filters is not null && filters.TryGetValue<object>(Symbols.NonExclusiveSessionFilter, out _))
        {
            // The client maps exactly this text to a NotSupportedException.
            throw BrokerException.NotAllowed($"The link '{link.Name}' has an invalid filter type.");
        }

        if (filters is null || !filters.TryGetValue<object>(Symbols.SessionFilter, out var wanted))
        {
            Receiving.RequireNoSession(queue);
            return null;
        }

        var held = wanted is string session
            ? await broker.RunAsync(transaction => transaction.Accept(queue, session)).ConfigureAwait(false)
            : await AcceptNextAsync(link, broker, queue).ConfigureAwait(false);
        Answer(link, held);
        return held;
    }

    private static async Task<SessionLock> AcceptNextAsync(
        SendingAmqpLink link, LocalBroker broker, QueueDefinition queue)
    {
        // Not disposed here, because the link may close, and cancel it, at any later time.
        var closed = new CancellationTokenSource();
        link.SafeAddClosed((_, _) => closed.Cancel());
        var wait = DefaultWait;
        if (link.Settings.Properties is { } properties
            && properties.TryGetValue<uint>(Symbols.Timeout, out var milliseconds) && milliseconds > 0)
        {
            wait = TimeSpan.FromMilliseconds(milliseconds);
        }

        return await broker.WaitAsync(
            new Place(queue.Path), transaction => transaction.AcceptNext(queue), wait, closed.Token)
            .ConfigureAwait(false)
            ?? throw new BrokerException(Conditions.Timeout, $"No session of '{queue.Path}' became available in time.");
    }

    private static void Answer(SendingAmqpLink link, SessionLock held)
    {
        link.Settings.Properties = new Fields { { Symbols.LockedUntil, held.LockedUntil.UtcTicks } };
        ((Source)link.Settings.Source).FilterSet = new FilterSet { { Symbols.SessionFilter, held.SessionId } };
    }
}
