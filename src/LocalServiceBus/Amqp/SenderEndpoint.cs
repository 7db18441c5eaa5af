using LocalServiceBus.Broker;
using LocalServiceBus.Messages;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>A client's sender: takes its messages, and answers each when it is committed.</summary>
internal sealed class SenderEndpoint
{
    /// <summary>The Standard tier's limit: a message, or those of one batch, may take 256 KiB.</summary>
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
        // The .NET client fails on an answer that does not say it (section 3 of the reference).
        link.Settings.MaxMessageSize = MaxMessageBytes;
        link.RegisterMessageListener(new SenderEndpoint(link, broker, queue).OnMessage);
    }

    private void OnMessage(AmqpMessage message) => _ = TakeAsync(message);

    private async Task TakeAsync(AmqpMessage message)
    {
        DeliveryState answer;
        try
        {
            // Up to the first await all runs on the connection's reading thread: a sender's order is kept.
            var messages = IncomingMessage.ReadAll(
                Content(message), message.MessageFormat ?? 0, _queue.DefaultMessageTimeToLive);
            await _broker.RunAsync(transaction => transaction.Send(_queue, messages)).ConfigureAwait(false);
            answer = AmqpConstants.AcceptedOutcome;
        }
        catch (Exception refusal)
        {
            answer = new Rejected { Error = Refusals.ErrorOf(refusal) };
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
