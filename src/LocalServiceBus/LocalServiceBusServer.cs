using LocalServiceBus.Amqp;
using LocalServiceBus.Broker;

namespace LocalServiceBus;

/// <summary>A Service Bus namespace on this machine that works with any Service Bus SDK.</summary>
public sealed class LocalServiceBusServer : IAsyncDisposable
{
    private readonly LocalBroker _broker;
    private readonly AmqpFront _front;

    private LocalServiceBusServer(LocalBroker broker, AmqpFront front)
    {
        _broker = broker;
        _front = front;
    }

    /// <summary>In the same form as Microsoft's emulator; the key and its name are not checked.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{_front.Port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;"
        + "UseDevelopmentEmulator=true";

    /// <summary>
    /// Opens the store, then starts to listen. Throws an <see cref="IOException"/> if the port or the store is in use,
    /// and an <see cref="InvalidDataException"/> if the configuration can't be used; the message says why.
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

    /// <summary>Starts a server on another thread: see <see cref="Start"/>.</summary>
    public static Task<LocalServiceBusServer> StartAsync(LocalServiceBusOptions options) =>
        Task.Run(() => Start(options));

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync().ConfigureAwait(false);
        await _broker.DisposeAsync().ConfigureAwait(false);
    }
}
