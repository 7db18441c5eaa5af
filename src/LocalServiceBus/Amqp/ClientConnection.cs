using System.Collections.Concurrent;
using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;
using Microsoft.Azure.Amqp.Transaction;

namespace LocalServiceBus.Amqp;

/// <summary>A client connection and its links.</summary>
internal sealed class ClientConnection(LocalBroker broker)
{
    private readonly ConcurrentDictionary<string, SendingAmqpLink> _replyLinks = [];
    private readonly ConcurrentDictionary<SendingAmqpLink, ReceiverEndpoint> _receivers = [];

    /// <summary>Connects the link to the node at its address, or throws to reject it.</summary>
    public async Task OpenLinkAsync(AmqpLink link)
    {
        switch (link)
        {
            case ReceivingAmqpLink { Settings.Target: Coordinator }:
                throw BrokerException.NotImplemented("The local Service Bus has no transactions.");
            case ReceivingAmqpLink fromClient:
                OpenFromClient(fromClient, AddressOf((fromClient.Settings.Target as Target)?.Address));
                break;
            case SendingAmqpLink toClient:
                await OpenToClientAsync(toClient, AddressOf((toClient.Settings.Source as Source)?.Address))
                    .ConfigureAwait(false);
                break;
        }
    }

    public SendingAmqpLink? ReplyLink(string address) => _replyLinks.GetValueOrDefault(address);

    /// <summary>The lock with which a receiver of this connection holds the session; throws if none does.</summary>
    public SessionLock SessionLock(QueueDefinition queue, string session) =>
        _receivers.Values.FirstOrDefault(receiver => receiver.Holds(queue, session))?.SessionLock
            ?? throw Broker.SessionLock.CreateLostError(session);

    public void EndSession(string token)
    {
        foreach (var receiver in _receivers.Values.Where(receiver => receiver.SessionLock?.Token == token))
            receiver.EndSession();
    }

    private static EntityAddress AddressOf(Address? address) => address is null
        ? throw BrokerException.NotAllowed("A link without an address is not supported.")
        : EntityAddress.Parse(address.ToString()!);

    private void OpenFromClient(ReceivingAmqpLink link, EntityAddress address)
    {
        if (address.IsTokens)
            RequestEndpoint.Open(link, this, _ => Task.FromResult(Response.Accepted));
        else if (address.IsManagement)
            RequestEndpoint.Open(link, this, new ManagementNode(broker, broker.Queue(address.Path), this).AnswerAsync);
        else
            SenderEndpoint.Open(link, broker, broker.Queue(address.Path));
    }

    private async Task OpenToClientAsync(SendingAmqpLink link, EntityAddress address)
    {
        if (address.IsTokens || address.IsManagement)
        {
            if (address.IsManagement)
                broker.Queue(address.Path);

            OpenReplyLink(link);
            return;
        }

        var receiver = await ReceiverEndpoint.OpenAsync(link, broker, broker.Queue(address.Path)).ConfigureAwait(false);
        _receivers[link] = receiver;
        link.SafeAddClosed((_, _) => _receivers.TryRemove(link, out _));
        receiver.Start();
    }

    /// <summary>
    /// .NET replies to the link's target address, JS to the link's name (section 2 of the reference).
    /// </summary>
    private void OpenReplyLink(SendingAmqpLink link)
    {
        List<string> names = [link.Name];
        if ((link.Settings.Target as Target)?.Address?.ToString() is { } address)
            names.Add(address);

        foreach (var name in names)
            _replyLinks[name] = link;

        link.SafeAddClosed((_, _) =>
        {
            foreach (var name in names)
                _replyLinks.TryRemove(new KeyValuePair<string, SendingAmqpLink>(name, link));
        });
    }
}
