using System.Collections.Concurrent;
using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;
using Microsoft.Azure.Amqp.Sasl;
using Microsoft.Azure.Amqp.Transport;

namespace LocalServiceBus.Amqp;

/// <summary>Accepts clients, and gives each connection a <see cref="ClientConnection"/>.</summary>
internal sealed class AmqpFront : IRuntimeProvider, IAsyncDisposable
{
    private const string ContainerId = "local-service-bus";
    private const string ServiceBusMechanism = "MSSBCBS";

    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long clients have to answer the closing of their connection before it is aborted.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(300);

    private readonly LocalBroker _broker;
    private readonly LoopbackListener _port;
    private readonly AmqpTransportListener _listener;
    private readonly ConcurrentDictionary<AmqpConnection, ClientConnection> _clients = [];

    private AmqpFront(LocalBroker broker, LoopbackListener port)
    {
        _broker = broker;
        _port = port;
        _listener = new AmqpTransportListener([port], Settings());
    }

    public int Port => _port.Port;

    public static AmqpFront Open(LocalBroker broker, LoopbackListener port)
    {
        var front = new AmqpFront(broker, port);
        broker.SessionEnded += front.OnSessionEnded;
        front._listener.Open();
        front._listener.Listen(front.OnAccepted);
        return front;
    }

    public AmqpConnection CreateConnection(
        TransportBase transport,
        ProtocolHeader protocolHeader,
        bool isInitiator,
        AmqpSettings amqpSettings,
        AmqpConnectionSettings connectionSettings)
    {
        var connection = new AmqpConnection(
            transport, protocolHeader, isInitiator, amqpSettings, connectionSettings);
        _clients[connection] = new ClientConnection(_broker);
        connection.SafeAddClosed((_, _) => _clients.TryRemove(connection, out _));
        return connection;
    }

    public AmqpSession CreateSession(AmqpConnection connection, AmqpSessionSettings settings) =>
        new(connection, settings, this);

    public AmqpLink CreateLink(AmqpSession session, AmqpLinkSettings settings) => settings.Role == true
        ? new ReceivingAmqpLink(session, settings)
        : new SendingAmqpLink(session, settings);

    public IAsyncResult BeginOpenLink(AmqpLink link, TimeSpan timeout, AsyncCallback callback, object state) =>
        TaskToAsyncResult.Begin(OpenLinkAsync(link), callback, state);

    public void EndOpenLink(IAsyncResult result) => TaskToAsyncResult.End(result);

    public async ValueTask DisposeAsync()
    {
        _broker.SessionEnded -= OnSessionEnded;
        _listener.Close();
        var connections = _clients.Keys.ToList();
        await Task.WhenAll(connections.Select(CloseAsync)).ConfigureAwait(false);
    }

    private static async Task CloseAsync(AmqpConnection connection)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.SafeAddClosed((_, _) => closed.TrySetResult());
        connection.SafeClose(new AmqpException(AmqpErrorCode.ConnectionForced, "The local Service Bus is stopping."));
        await Task.WhenAny(closed.Task, Task.Delay(CloseTimeout)).ConfigureAwait(false);
        connection.Abort();
    }

    private AmqpSettings Settings()
    {
        var settings = new AmqpSettings { RuntimeProvider = this };
        // .NET offers only the first mechanism, other clients the second; both are anonymous (section 1 of the
        // reference).
        var sasl = new SaslTransportProvider();
        sasl.Versions.Add(new AmqpVersion(1, 0, 0));
        sasl.AddHandler(new SaslAnonymousHandler(ServiceBusMechanism));
        sasl.AddHandler(new SaslAnonymousHandler());
        settings.TransportProviders.Add(sasl);
        var amqp = new AmqpTransportProvider();
        amqp.Versions.Add(new AmqpVersion(1, 0, 0));
        settings.TransportProviders.Add(amqp);
        return settings;
    }

    private void OnAccepted(TransportListener listener, TransportAsyncCallbackArgs args)
    {
        var connection = CreateConnection(
            args.Transport, (ProtocolHeader)args.UserToken, isInitiator: false, _listener.AmqpSettings,
            new AmqpConnectionSettings { ContainerId = ContainerId });
        connection.BeginOpen(OpenTimeout, OnOpened, connection);
    }

    private static void OnOpened(IAsyncResult result)
    {
        var connection = (AmqpConnection)result.AsyncState!;
        try
        {
            connection.EndOpen(result);
        }
        catch (Exception failed)
        {
            connection.SafeClose(failed);
        }
    }

    private async Task OpenLinkAsync(AmqpLink link)
    {
        if (!_clients.TryGetValue(link.Session.Connection, out var client))
            throw new AmqpException(AmqpErrorCode.ConnectionForced, "The connection is closed.");

        try
        {
            await client.OpenLinkAsync(link).ConfigureAwait(false);
        }
        catch (Exception rejection)
        {
            throw rejection.ToAmqp();
        }
    }

    private void OnSessionEnded(string token)
    {
        foreach (var client in _clients.Values)
            client.EndSession(token);
    }
}
