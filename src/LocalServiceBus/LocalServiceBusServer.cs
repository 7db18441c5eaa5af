using LocalServiceBus.Amqp;
using LocalServiceBus.Broker;

namespace LocalServiceBus;

/// <summary>A Service Bus namespace on this machine, which any Service Bus SDK can use.</summary>
public sealed class LocalServiceBusServer : IAsyncDisposable
{
    private readonly LocalBroker _broker;
    private readonly AmqpFront _front;

    private LocalServiceBusServer(LocalBroker broker, AmqpFront front)
    {
        _broker = broker;
        _front = front;
    }

    /// <summary>Microsoft's emulator has the same form; key and key name are not checked.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{_front.Port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;"
        + "UseDevelopmentEmulator=true";

    /// <summary>
    /// Opens the store, then begins to listen. A port or store that another has, or a configuration that can't be
    /// used, is an <see cref="IOException"/> or <see cref="InvalidDataException"/> whose message says so.
    /// </summary>
    public static LocalServiceBusServer Start(LocalServiceBusOptions options)
    {
        var queues = QueueDefinitions.Parse(options.Configuration);
        var port = new LoopbackListener(options.Port);
        try
        {
            var store = options.StorePath is { } path ? Store.OnFile(path) : Store.InMemory();
            var broker = new LocalBroker(store, queues, options.Time);
            return new LocalServiceBusServer(broker, AmqpFront.Open(broker, port));
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <summary>The same, off the caller's thread.</summary>
    public static Task<LocalServiceBusServer> StartAsync(LocalServiceBusOptions options) =>
        Task.Run(() => Start(options));

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync().ConfigureAwait(false);
        await _broker.DisposeAsync().ConfigureAwait(false);
    }
}
