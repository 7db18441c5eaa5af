using LocalServiceBus.Broker;
using LocalServiceBus.Messages;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;

namespace LocalServiceBus.Amqp;

/// <summary>Handles requests to <c>queue/$management</c>, which every Service Bus SDK sends.</summary>
internal sealed class ManagementNode(LocalBroker broker, QueueDefinition queue, ClientConnection client)
{
    private const string Prefix = "com.microsoft:";

    private static readonly MapKey Message = new("message");

    /// <summary>The time that a client sends when it wants the sessions that have messages.</summary>
    private static readonly DateTimeOffset NoTime = DateTimeOffset.MaxValue.AddDays(-1);

    public Task<Response> AnswerAsync(AmqpMessage message)
    {
        var request = ManagementRequest.Read(message);
        return request.Operation switch
        {
            Prefix + "renew-lock" => RenewLocksAsync(request),
            Prefix + "renew-session-lock" => RenewSessionLockAsync(request),
            Prefix + "get-session-state" => SessionStateAsync(request),
            Prefix + "set-session-state" => SetSessionStateAsync(request),
            Prefix + "get-message-sessions" => SessionsAsync(request),
            Prefix + "peek-message" => PeekAsync(request),
            Prefix + "receive-by-sequence-number" => ReceiveDeferredAsync(request),
            Prefix + "update-disposition" => SettleAsync(request),
            Prefix + "schedule-message" => ScheduleAsync(request),
            Prefix + "cancel-scheduled-message" => CancelScheduledAsync(request),
            Prefix + "batch-delete-messages" => DeleteAsync(request),
            _ => throw BrokerException.NotImplemented($"The operation '{request.Operation}' is not supported."),
        };
    }

    private async Task<Response> RenewLocksAsync(ManagementRequest request)
    {
        var tokens = request.Items<Guid>("lock-tokens");
        var until = await broker.RunAsync(transaction =>
            tokens.Select(token => transaction.RenewLock(queue, token).UtcDateTime).ToArray()).ConfigureAwait(false);
        return Response.Of("expirations", until);
    }

    private async Task<Response> RenewSessionLockAsync(ManagementRequest request)
    {
        var held = RequiredSessionLock(request);
        var until = await broker.RunAsync(transaction => transaction.Renew(queue, held)).ConfigureAwait(false);
        return Response.Of("expiration", until.UtcDateTime);
    }

    private async Task<Response> SessionStateAsync(ManagementRequest request)
    {
        var held = RequiredSessionLock(request);
        var state = await broker.RunAsync(transaction => transaction.State(queue, held)).ConfigureAwait(false);
        return Response.Of("session-state", state is null ? (object?)null : new ArraySegment<byte>(state));
    }

    private async Task<Response> SetSessionStateAsync(ManagementRequest request)
    {
        var held = RequiredSessionLock(request);
        var state = request.Find("session-state") is ArraySegment<byte> bytes ? bytes.ToArray() : null;
        await broker.RunAsync(transaction => transaction.SetState(queue, held, state)).ConfigureAwait(false);
        return Response.Done;
    }

    private async Task<Response> SessionsAsync(ManagementRequest request)
    {
        var since = request.Time("last-updated-time");
        var (skip, top) = (request.Integer("skip"), request.Integer("top"));
        var sessions = await broker.RunAsync(transaction =>
            transaction.List(queue, since >= NoTime ? null : since, skip, top)).ConfigureAwait(false);
        return sessions.Count == 0 ? Response.Nothing : new Response(System.Net.HttpStatusCode.OK, new AmqpMap
        {
            [new MapKey("skip")] = skip + sessions.Count,
            [new MapKey("sessions-ids")] = sessions.ToArray(),
        });
    }

    private async Task<Response> PeekAsync(ManagementRequest request)
    {
        var (from, maxCount) = (request.Long("from-sequence-number"), request.Integer("message-count"));
        var session = request.Text("session-id");
        var messages = await broker.RunAsync(transaction => transaction.Peek(queue, session, from, maxCount))
            .ConfigureAwait(false);
        return messages.Count == 0
            ? Response.Nothing
            : Response.Of("messages", messages.ConvertAll(message => new AmqpMap { [Message] = Content(message) }));
    }

    private async Task<Response> ReceiveDeferredAsync(ManagementRequest request)
    {
        const int delete = 0;
        var held = SessionLock(request);
        var sequences = request.Items<long>("sequence-numbers");
        var deletes = request.Integer("receiver-settle-mode") == delete;
        var messages = await broker.RunAsync(transaction =>
        {
            var received = transaction.ReceiveDeferred(queue, held, sequences);
            if (deletes)
                received.ForEach(message => transaction.Complete(queue, held, message.LockToken));

            return received;
        }).ConfigureAwait(false);
        return Response.Of("messages", messages.ConvertAll(message => new AmqpMap
        {
            [Message] = Content(message),
            [new MapKey("lock-token")] = message.LockToken,
        }));
    }

    private async Task<Response> SettleAsync(ManagementRequest request)
    {
        var held = SessionLock(request);
        var changed = request.Map("properties-to-modify");
        var settle = Settlement(request, held, changed);
        var tokens = request.Items<Guid>("lock-tokens");
        await broker.RunAsync(transaction => tokens.All(token => settle(token)(transaction))).ConfigureAwait(false);
        return Response.Done;
    }

    private Func<Guid, Func<Transaction, bool>> Settlement(
        ManagementRequest request, SessionLock? held, AmqpMap? changed) =>
        request.Text("disposition-status") switch
        {
            "completed" => token => transaction => transaction.Complete(queue, held, token),
            "abandoned" => token => Settlements.Abandon(queue, held, token, ChangedProperties.From(changed)),
            "defered" => token => Settlements.Defer(queue, held, token, ChangedProperties.From(changed)),
            "suspended" => token => Settlements.DeadLetter(queue, held, token, AddCause(request, changed)),
            var other => throw BrokerException.BadArgument($"The disposition status '{other}' is unknown."),
        };

    private async Task<Response> ScheduleAsync(ManagementRequest request)
    {
        var messages = request.Items<AmqpMap>("messages")
            .Select(entry => entry[Message] is ArraySegment<byte> content
                ? IncomingMessage.Read(content.ToArray(), queue.DefaultMessageTimeToLive)
                : throw BrokerException.BadArgument("A message to schedule has no content."))
            .ToList();
        var sequences = await broker.RunAsync(transaction => transaction.Send(queue, messages)).ConfigureAwait(false);
        return Response.Of("sequence-numbers", sequences.ToArray());
    }

    private async Task<Response> CancelScheduledAsync(ManagementRequest request)
    {
        var sequences = request.Items<long>("sequence-numbers");
        await broker.RunAsync(transaction => transaction.CancelScheduled(queue, sequences)).ConfigureAwait(false);
        return Response.Done;
    }

    private async Task<Response> DeleteAsync(ManagementRequest request)
    {
        var held = SessionLock(request);
        var (maxCount, before) = (request.Integer("message-count"), request.Time("enqueued-time-utc"));
        var deleted = await broker.RunAsync(transaction => transaction.Delete(queue, held, before, maxCount))
            .ConfigureAwait(false);
        return deleted == 0 ? Response.Nothing : Response.Of("message-count", deleted);
    }

    private SessionLock? SessionLock(ManagementRequest request) =>
        request.Text("session-id") is { } session ? client.SessionLock(queue, session) : null;

    private SessionLock RequiredSessionLock(ManagementRequest request) =>
        SessionLock(request) ?? throw BrokerException.BadArgument("'session-id' is missing.");

    private static ChangedProperties AddCause(ManagementRequest request, AmqpMap? changed)
    {
        var properties = new AmqpMap();
        foreach (var entry in changed ?? [])
            properties[entry.Key] = entry.Value;

        properties[new MapKey(DeadLetterProperties.Reason)] = request.Text("deadletter-reason");
        properties[new MapKey(DeadLetterProperties.Description)] = request.Text("deadletter-description");
        return ChangedProperties.From(properties)!;
    }

    private static ArraySegment<byte> Content(StoredMessage message) => new(OutgoingMessage.Write(message));
}
