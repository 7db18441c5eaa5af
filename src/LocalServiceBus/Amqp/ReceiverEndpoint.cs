using LocalServiceBus.Broker;
using LocalServiceBus.Messages;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>
/// A client's receiver: while it has credit, it waits at its queue or session and gets the available messages, locked.
/// </summary>
internal sealed class ReceiverEndpoint
{
    /// <summary>Limits how long one receiver keeps the others from the store.</summary>
    private const uint MaxBatchSize = 64;

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

    /// <summary>Accepts the session that the link asks for, if any; this may take a while.</summary>
    public static async Task<ReceiverEndpoint> OpenAsync(
        SendingAmqpLink link, LocalBroker broker, QueueDefinition queue)
    {
        var sessionLock = await SessionRequest.AcceptAsync(link, broker, queue).ConfigureAwait(false);
        return new ReceiverEndpoint(link, broker, queue, sessionLock);
    }

    public void Start()
    {
        _link.RegisterCreditListener(OnCredit);
        // In this mode the library settles messages as it sends them, and its callbacks need no action.
        if (!DeletesOnSend)
            _link.RegisterDispositionListener(OnDisposition);

        _link.SafeAddClosed((_, _) => OnClosed());
        _ = RunAsync();
    }

    public bool Holds(QueueDefinition queue, string session) =>
        SessionLock?.SessionId == session && _queue.Path == queue.Path;

    /// <summary>
    /// The session's lock has expired: like Service Bus, detaches the link (section 6 of the reference).
    /// </summary>
    public void EndSession() => _link.SafeClose(Broker.SessionLock.CreateLostError(SessionLock!.SessionId).ToAmqp());

    private async Task RunAsync()
    {
        var place = new Place(_queue.Path, SessionLock?.SessionId);
        try
        {
            while (!_closed.Task.IsCompleted)
            {
                // Both are taken before the queue is read, so that no change in between is missed.
                var (change, credit) = (_broker.NextChange(place), _moreCredit.Next);
                var maxCount = Math.Min(_link.LinkCredit, MaxBatchSize);
                if (maxCount == 0)
                    await Task.WhenAny(credit, _closed.Task).ConfigureAwait(false);
                else if (!await DeliverAsync((int)maxCount).ConfigureAwait(false))
                    await Task.WhenAny(change, _closed.Task).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            _link.SafeClose(fault.ToAmqp());
        }
    }

    /// <summary>Returns false if nothing was available.</summary>
    private async Task<bool> DeliverAsync(int maxCount)
    {
        var messages = await _broker.RunAsync(transaction => DeletesOnSend
            ? transaction.Take(_queue, SessionLock, maxCount)
            : transaction.Receive(_queue, SessionLock, maxCount)).ConfigureAwait(false);
        var unsent = messages[Send(messages)..];
        if (unsent.Count > 0)
        {
            await _broker.RunAsync(transaction => DeletesOnSend
                ? transaction.Restore(_queue, unsent)
                : transaction.Release(_queue, unsent.ConvertAll(message => message.LockToken))).ConfigureAwait(false);
        }

        return messages.Count > 0;
    }

    /// <summary>Sends as many messages as there is credit for, and returns their number.</summary>
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
        // The delivery tag is the lock token, in .NET's byte order (section 4 of the reference).
        delivery.DeliveryTag = new ArraySegment<byte>(message.LockToken.ToByteArray());
        return _link.TrySendDelivery(delivery);
    }

    /// <summary>Called on the connection's reader thread, and only while there is credit.</summary>
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
    /// Uses up all credit. The library would answer by itself, but without the drain flag, for which rhea waits. No
    /// message may be sent between this answer and the next credit (section 4 of the reference).
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
            await _broker.RunAsync(Settlements.Create(outcome, _queue, SessionLock, new Guid(delivery.DeliveryTag)))
                .ConfigureAwait(false);
        }
        catch (Exception rejection)
        {
            answer = new Rejected { Error = Rejections.ErrorOf(rejection) };
        }

        if (!isSettledByClient && !_link.IsClosing())
            _link.DisposeDelivery(delivery, settled: true, answer);
    }

    /// <summary>
    /// The receiver is gone, and its session is free at once. A message locked without a session stays locked until its
    /// lock ends, as in Service Bus: the receiver may settle it over another link.
    /// </summary>
    private void OnClosed()
    {
        _closed.TrySetResult();
        if (SessionLock is { } held)
            _ = _broker.RunAsync(transaction => transaction.Release(_queue, held));
    }
}
