using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusSender : IAsyncDisposable
{
    private readonly ServiceBusClient? _client;
    private volatile bool _closed;

    /// <summary>For mocks.</summary>
    protected ServiceBusSender() => EntityPath = string.Empty;

    internal ServiceBusSender(ServiceBusClient client, string path)
    {
        _client = client;
        EntityPath = path;
    }

    public virtual string EntityPath { get; }

    public virtual string FullyQualifiedNamespace => Client.FullyQualifiedNamespace;

    public virtual bool IsClosed => _closed;

    private ServiceBusClient Client
    {
        get
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _client ?? throw new InvalidOperationException("A mocked sender has no client.");
        }
    }

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync([message.Content.Copy()], cancellationToken);
    }

    /// <summary>All or none.</summary>
    public virtual Task SendMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return SendAsync(messages.Select(message => message.Content.Copy()).ToList(), cancellationToken);
    }

    public virtual async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message,
        DateTimeOffset scheduledEnqueueTime,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var content = message.Content.Copy();
        content.ScheduledEnqueueTime = scheduledEnqueueTime;
        var numbers = await SendAsync([content], cancellationToken).ConfigureAwait(false);
        return numbers[0];
    }

    public virtual async Task CancelScheduledMessageAsync(
        long sequenceNumber, CancellationToken cancellationToken = default)
    {
        var queue = Client.Broker.Queue(EntityPath);
        await Client.Broker.RunAsync(
            transaction => transaction.CancelScheduled(queue, sequenceNumber), cancellationToken).ConfigureAwait(false);
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

    private async Task<IReadOnlyList<long>> SendAsync(
        List<Envelope> messages, CancellationToken cancellationToken)
    {
        var queue = Client.Broker.Queue(EntityPath);
        return messages.Count == 0 ? [] : await Client.Broker.RunAsync(
            transaction => transaction.Send(queue, messages), cancellationToken).ConfigureAwait(false);
    }
}
