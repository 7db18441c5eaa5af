using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusReceiver : IAsyncDisposable
{
    private readonly ServiceBusClient? _client;
    private long _lastPeeked;
    private volatile bool _closed;

    /// <summary>For mocks.</summary>
    protected ServiceBusReceiver() => EntityPath = string.Empty;

    internal ServiceBusReceiver(ServiceBusClient client, string path)
    {
        _client = client;
        EntityPath = path;
    }

    public virtual string EntityPath { get; }

    public virtual string FullyQualifiedNamespace => Client.FullyQualifiedNamespace;

    public virtual bool IsClosed => _closed;

    /// <summary>The session's lock, for the receiver of a session.</summary>
    private protected virtual SessionLock? Held => null;

    private protected LocalBroker Broker => Client.Broker;

    private ServiceBusClient Client
    {
        get
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _client ?? throw new InvalidOperationException("A mocked receiver has no client.");
        }
    }

    /// <summary>Null when none came in time.</summary>
    public virtual async Task<ServiceBusReceivedMessage?> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        var messages = await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken).ConfigureAwait(false);
        return messages.Count == 0 ? null : messages[0];
    }

    /// <summary>Waits for the first message, and takes what else is there already.</summary>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        var wait = maxWaitTime ?? Client.TryTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        var queue = Broker.Queue(EntityPath);
        return await Broker.WaitAsync(
            queue,
            transaction => Take(transaction, queue, maxMessages),
            wait,
            cancellationToken).ConfigureAwait(false) ?? [];
    }

    /// <summary>Without a number, goes on where the last peek ended.</summary>
    public virtual async Task<ServiceBusReceivedMessage?> PeekMessageAsync(
        long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        var messages = await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken).ConfigureAwait(false);
        return messages.Count == 0 ? null : messages[0];
    }

    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        var from = fromSequenceNumber ?? _lastPeeked + 1;
        var session = Held?.SessionId;
        var messages = await RunAsync(
            (transaction, queue) => transaction.Peek(queue, session, from, maxMessages),
            cancellationToken).ConfigureAwait(false);
        if (messages.Count > 0)
            _lastPeeked = messages[^1].SequenceNumber;

        return messages;
    }

    public virtual Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        var token = LockOf(message);
        return RunAsync((transaction, queue) => transaction.Complete(queue, Held, token), cancellationToken);
    }

    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default)
    {
        var token = LockOf(message);
        return RunAsync(
            (transaction, queue) => transaction.Abandon(queue, Held, token, propertiesToModify), cancellationToken);
    }

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string? deadLetterReason,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        DeadLetterAsync(message, null, new(deadLetterReason, deadLetterErrorDescription), cancellationToken);

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        DeadLetterAsync(message, propertiesToModify, new(null, null), cancellationToken);

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify,
        string? deadLetterReason,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        DeadLetterAsync(
            message, propertiesToModify, new(deadLetterReason, deadLetterErrorDescription), cancellationToken);

    public virtual async Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        var token = LockOf(message);
        if (Held is not null)
            throw new InvalidOperationException("A session's lock covers its messages: renew the session's lock.");

        message.LockedUntil = await RunAsync(
            (transaction, queue) => transaction.RenewLock(queue, token), cancellationToken).ConfigureAwait(false);
    }

    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private protected async Task<T> RunAsync<T>(
        Func<Transaction, QueueDefinition, T> work, CancellationToken cancellationToken)
    {
        var queue = Broker.Queue(EntityPath);
        return await Broker.RunAsync(
            transaction => work(transaction, queue), cancellationToken).ConfigureAwait(false);
    }

    private List<ServiceBusReceivedMessage>? Take(Transaction transaction, QueueDefinition queue, int most)
    {
        // One that was closed while it waited must not lock messages that nobody will settle.
        ObjectDisposedException.ThrowIf(_closed || Client.IsClosed, this);
        return Held is { } held ? transaction.Receive(queue, held, most) : transaction.Receive(queue, most);
    }

    private Task<bool> DeadLetterAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? properties,
        DeadLetterCause cause,
        CancellationToken cancellationToken)
    {
        var token = LockOf(message);
        return RunAsync(
            (transaction, queue) => transaction.DeadLetter(queue, Held, token, cause, properties), cancellationToken);
    }

    private static Guid LockOf(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.LockTokenGuid != Guid.Empty ? message.LockTokenGuid : throw new InvalidOperationException(
            "This operation is only supported for messages received in 'PeekLock' receive mode.");
    }
}
