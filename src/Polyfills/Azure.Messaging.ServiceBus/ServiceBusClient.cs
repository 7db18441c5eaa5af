using Azure.Core;
using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// A client of the local broker. It is the one that a connection string with UseDevelopmentEmulator=true means; every
/// other one is refused, for this build can't reach Azure Service Bus.
/// </summary>
public class ServiceBusClient : IAsyncDisposable
{
    private readonly LocalBroker? _broker;
    private volatile bool _closed;

    /// <summary>For mocks.</summary>
    protected ServiceBusClient()
    {
    }

    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions())
    {
    }

    public ServiceBusClient(string connectionString, ServiceBusClientOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        (FullyQualifiedNamespace, _broker) = LocalBrokers.Find(connectionString);
        TryTimeout = (options ?? new()).RetryOptions.TryTimeout;
    }

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
        : this(fullyQualifiedNamespace, credential, new ServiceBusClientOptions())
    {
    }

    public ServiceBusClient(
        string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullyQualifiedNamespace);
        ArgumentNullException.ThrowIfNull(credential);
        TryTimeout = (options ?? new()).RetryOptions.TryTimeout;
        throw LocalBrokers.Refuse(fullyQualifiedNamespace);
    }

    internal ServiceBusClient(LocalBroker broker, ServiceBusClientOptions? options = null)
    {
        FullyQualifiedNamespace = "localhost";
        _broker = broker;
        TryTimeout = (options ?? new()).RetryOptions.TryTimeout;
    }

    public virtual string FullyQualifiedNamespace { get; } = string.Empty;

    public virtual bool IsClosed => _closed;

    internal TimeSpan TryTimeout { get; }

    internal LocalBroker Broker
    {
        get
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _broker ?? throw new InvalidOperationException("A mocked client has no broker.");
        }
    }

    public virtual ServiceBusSender CreateSender(string queueOrTopicName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        ObjectDisposedException.ThrowIf(_closed, this);
        return new ServiceBusSender(this, queueOrTopicName);
    }

    public virtual ServiceBusReceiver CreateReceiver(string queueName) =>
        CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        ObjectDisposedException.ThrowIf(_closed, this);
        var path = options?.SubQueue == SubQueue.DeadLetter ? $"{queueName}/$DeadLetterQueue" : queueName;
        return new ServiceBusReceiver(this, path);
    }

    public virtual async Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string queueName,
        ServiceBusSessionReceiverOptions? options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        var queue = Broker.Queue(queueName);
        var held = await Broker.WaitAsync(
            queue, transaction => transaction.AcceptNext(queue), TryTimeout, cancellationToken).ConfigureAwait(false);
        return held is not null ? new ServiceBusSessionReceiver(this, queueName, held) : throw new ServiceBusException(
            $"No session with a message became available within {TryTimeout}.",
            ServiceBusFailureReason.ServiceTimeout,
            queueName);
    }

    public virtual async Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string queueName,
        string sessionId,
        ServiceBusSessionReceiverOptions? options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        ArgumentNullException.ThrowIfNull(sessionId);
        var queue = Broker.Queue(queueName);
        var held = await Broker.RunAsync(
            transaction => transaction.Accept(queue, sessionId), cancellationToken).ConfigureAwait(false);
        return new ServiceBusSessionReceiver(this, queueName, held);
    }

    /// <summary>The broker lives on: what it keeps does not depend on its clients.</summary>
    public virtual ValueTask DisposeAsync()
    {
        _closed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
