using LocalServiceBus.Broker;
using LocalServiceBus.Messages;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>A client's sender: takes its messages, and settles each once it is committed.</summary>
internal sealed class SenderEndpoint
{
    /// <summary>The Standard tier's limit for a message, or for all messages of a batch: 256 KiB.</summary>
    private const ulong MaxMessageBytes = 256 * 1024;

    private readonly ReceivingAmqpLink _link;
    private readonly LocalBroker _broker;
    private readonly QueueDefinition _queue;

    private SenderEndpoint(ReceivingAmqpLink link, LocalBroker broker, QueueDefinition queue)
    {
        _link = link;
        _broker = broker;
        _queue = queue;
    }

    public static void Open(ReceivingAmqpLink link, LocalBroker broker, QueueDefinition queue)
    {
        Enqueueing.RequireSendable(queue);
        // The .NET client fails if the attach response lacks it (section 3 of the reference).
        link.Settings.MaxMessageSize = MaxMessageBytes;
        link.RegisterMessageListener(new SenderEndpoint(link, broker, queue).OnMessage);
    }

    private void OnMessage(AmqpMessage message) => _ = TakeAsync(message);

    private async Task TakeAsync(AmqpMessage message)
    {
        DeliveryState answer;
        try
        {
            // Everything before the first await runs on the connection's reader thread, which keeps a sender's messages
            // in order.
            var messages = IncomingMessage.ReadAll(
                Content(message), message.MessageFormat ?? 0, _queue.DefaultMessageTimeToLive);
            await _broker.RunAsync(transaction => transaction.Send(_queue, messages)).ConfigureAwait(false);
            answer = AmqpConstants.AcceptedOutcome;
        }
        catch (Exception rejection)
        {
            answer = new Rejected { Error = Rejections.ErrorOf(rejection) };
        }

        if (!_link.IsClosing())
            _link.DisposeDelivery(message, settled: true, answer);

        message.Dispose();
    }

    private static byte[] Content(AmqpMessage message)
    {
        var stream = message.ToStream();
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
