using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>Which session a receiver asks for as it attaches, and the answer (section 6 of the reference).</summary>
internal static class SessionRequest
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(60);

    /// <summary>Null if the receiver asks for no session, and needs none.</summary>
    public static async Task<SessionLock?> AcceptAsync(SendingAmqpLink link, LocalBroker broker, QueueDefinition queue)
    {
        var filters = (link.Settings.Source as Source)?.FilterSet;
        if (filters is not null && filters.TryGetValue<object>(Symbols.NonExclusiveSessionFilter, out _))
        {
            // The client makes a NotSupportedException of just these words.
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
        using var closed = new CancellationTokenSource();
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
