using Azure.Messaging.ServiceBus;
using Payments.Handlers.Ports;

namespace Payments.ServiceBus;

/// <summary>
/// Peeks at a queue: a round trip that takes no message and needs no permission beyond that of the triggers. The queue
/// is the one without sessions.
/// </summary>
internal sealed class ServiceBusCheck(ServiceBusClient client) : IDependencyCheck, IAsyncDisposable
{
    private readonly ServiceBusReceiver _receiver = client.CreateReceiver(QueueNames.Credits);

    /// <inheritdoc/>
    public string Dependency => "Service Bus";

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken) =>
        await _receiver.PeekMessageAsync(fromSequenceNumber: 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _receiver.DisposeAsync();
}
