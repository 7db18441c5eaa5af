using LocalServiceBus.Broker;
using LocalServiceBus.Messages;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>
/// A client's receiver: while it has credit, it waits at its queue or session, and gets what is available under a lock.
/// </summary>
internal sealed class ReceiverEndpoint
{
    /// <summary>Bounds how long one receiver keeps the store from the others.</summary>
    private const uint MostAtATime = 64;

    private readonly SendingAmqpLink _link;
    private readonly LocalBroker _broker;
    private readonly QueueDefinition _queue;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Signal _moreCredit = new();
    private readonly Lock _sending = new();
    private bool _isDrained;
    private uint _deliveryCount;

    private ReceiverEndpoint(
        SendingAmqpLink link, LocalBroker broker, QueueDefinition queue, SessionLock? sessionLock)
    {
        _link = link;
        _broker = broker;
        _queue = queue;
        SessionLock = sessionLock;
    }

    public SessionLock? SessionLock { get; }

    private bool DeletesOnSend => _link.Settings.SettleType == SettleMode.SettleOnSend;

    /// <summary>Accepts the session that the link asks for, if it asks for one, which may take a while.</summary>
    public static async Task<ReceiverEndpoint> OpenAsync(
        SendingAmqpLink link, LocalBroker broker, QueueDefinition queue)
    {
        var sessionLock = await SessionRequest.AcceptAsync(link, broker, queue).ConfigureAwait(false);
        return new ReceiverEndpoint(link, broker, queue, sessionLock);
    }

    public void Start()
    {
        _link.RegisterCreditListener(OnCredit);
        // The library tells also of what it settles itself as it sends; there is nothing to do then.
        if (!DeletesOnSend)
            _link.RegisterDispositionListener(OnDisposition);

        _link.SafeAddClosed((_, _) => OnClosed());
        _ = RunAsync();
    }

    public bool Holds(QueueDefinition queue, string session) =>
        SessionLock?.SessionId == session && _queue.Path == queue.Path;

    /// <summary>
    /// The session's lock has run out: Service Bus then detaches the link (section 6 of the reference).
    /// </summary>
    public void EndSession() => _link.SafeClose(Broker.SessionLock.Lost(SessionLock!.SessionId).ToAmqp());

    private async Task RunAsync()
    {
        var place = new Place(_queue.Path, SessionLock?.SessionId);
        try
        {
            while (!_closed.Task.IsCompleted)
            {
                // Taken before looking, so that what arrives in between is not slept through.
                var (change, credit) = (_broker.NextChange(place), _moreCredit.Next);
                var most = Math.Min(_link.LinkCredit, MostAtATime);
                if (most == 0)
                    await Task.WhenAny(credit, _closed.Task).ConfigureAwait(false);
                else if (!await DeliverAsync((int)most).ConfigureAwait(false))
                    await Task.WhenAny(change, _closed.Task).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            _link.SafeClose(fault.ToAmqp());
        }
    }

    /// <summary>False if nothing was available.</summary>
    private async Task<bool> DeliverAsync(int most)
    {
        var messages = await _broker.RunAsync(transaction => DeletesOnSend
            ? transaction.Take(_queue, SessionLock, most)
            : transaction.Receive(_queue, SessionLock, most)).ConfigureAwait(false);
        var unsent = messages[Send(messages)..];
        if (unsent.Count > 0)
        {
            await _broker.RunAsync(transaction => DeletesOnSend
                ? transaction.PutBack(_queue, unsent)
                : transaction.Release(_queue, unsent.ConvertAll(message => message.LockToken))).ConfigureAwait(false);
        }

        return messages.Count > 0;
    }

    /// <summary>Sends as many as there is credit for, and answers how many these were.</summary>
    private int Send(List<StoredMessage> messages)
    {
        lock (_sending)
        {
            for (var sent = 0; sent < messages.Count; sent++)
            {
                if (_isDrained || _link.IsClosing() || !TrySend(messages[sent]))
                    return sent;

                _deliveryCount++;
            }

            return messages.Count;
        }
    }

    private bool TrySend(StoredMessage message)
    {
        var content = new ArraySegment<byte>(OutgoingMessage.Write(message));
        var delivery = AmqpMessage.CreateAmqpStreamMessage(new BufferListStream([content]), payloadInitialized: true);
        // The delivery tag is the lock token, in .NET's order of bytes (section 4 of the reference).
        delivery.DeliveryTag = new ArraySegment<byte>(message.LockToken.ToByteArray());
        return _link.TrySendDelivery(delivery);
    }

    /// <summary>Called on the connection's reading thread, and only while there is credit.</summary>
    private void OnCredit(uint more, bool drain, ArraySegment<byte> transactionId)
    {
        lock (_sending)
        {
            _isDrained = drain;
            if (drain)
                AnswerDrain();
        }

        _moreCredit.Set();
    }

    /// <summary>
    /// Gives all credit back. The library answers by itself, but without the drain flag for which rhea waits; and no
    /// message may leave between this answer and the next credit (section 4 of the reference).
    /// </summary>
    private void AnswerDrain()
    {
        _deliveryCount += _link.LinkCredit;
        _link.Session.SendFlow(new Flow
        {
            Handle = _link.LocalHandle,
            DeliveryCount = _deliveryCount,
            LinkCredit = 0,
            Drain = true,
        });
    }

    private void OnDisposition(Delivery delivery) => _ = SettleAsync(delivery, delivery.State, delivery.Settled);

    private async Task SettleAsync(Delivery delivery, DeliveryState outcome, bool isSettledByClient)
    {
        DeliveryState answer = AmqpConstants.AcceptedOutcome;
        try
        {
            await _broker.RunAsync(Settlements.Of(outcome, _queue, SessionLock, new Guid(delivery.DeliveryTag)))
                .ConfigureAwait(false);
        }
        catch (Exception refusal)
        {
            answer = new Rejected { Error = Refusals.ErrorOf(refusal) };
        }

        if (!isSettledByClient && !_link.IsClosing())
            _link.DisposeDelivery(delivery, settled: true, answer);
    }

    /// <summary>
    /// The holder has gone: its session is free at once. A message locked without a session stays locked for its time,
    /// as in Service Bus: its receiver may settle it over another link.
    /// </summary>
    private void OnClosed()
    {
        _closed.TrySetResult();
        if (SessionLock is { } held)
            _ = _broker.RunAsync(transaction => transaction.Release(_queue, held));
    }
}
