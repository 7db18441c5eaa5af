using Azure.Messaging.ServiceBus;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;

namespace Payments.ServiceBus;

/// <summary>The dead-letter queues on Service Bus.</summary>
public sealed class ServiceBusDeadLetters(ServiceBusClient client, Random random) : IDeadLetters
{
    /// <summary>Messages per batch; requeuing all goes on until none is left.</summary>
    private const int Batch = 100;

    /// <summary>Batches per call at most: a request must end.</summary>
    private const int MaxBatches = 50;

    private static readonly TimeSpan EmptyWait = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(int mostPerQueue, CancellationToken cancellationToken)
    {
        var letters = new List<DeadLetter>();
        foreach (var queue in QueueNames.All)
        {
            await using var receiver = CreateReceiver(queue);
            var messages = await receiver.PeekMessagesAsync(mostPerQueue, cancellationToken: cancellationToken);
            letters.AddRange(messages.Select(message => ToDeadLetter(queue, message)));
        }

        return letters;
    }

    /// <inheritdoc/>
    public async Task<int> RequeueAsync(string queue, long? sequenceNumber, CancellationToken cancellationToken)
    {
        await using var receiver = CreateReceiver(queue);
        await using var sender = client.CreateSender(queue);
        var others = new List<ServiceBusReceivedMessage>();
        var requeued = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            for (var batch = 0; batch < MaxBatches; batch++)
            {
                var messages = await receiver.ReceiveMessagesAsync(Batch, EmptyWait, cancellationToken);
                if (messages.Count == 0) break;
                foreach (var message in messages)
                {
                    // Messages that have already failed again are left: they would go round for as long as this runs.
                    if ((sequenceNumber is { } wanted && message.SequenceNumber != wanted)
                        || (message.MessageId is { } id && requeued.Contains(id)))
                    {
                        others.Add(message);
                        continue;
                    }

                    requeued.Add(await RequeueAsync(receiver, sender, message, cancellationToken));
                }

                if (sequenceNumber is not null && requeued.Count > 0) break;
            }
        }
        finally
        {
            foreach (var message in others)
                await receiver.AbandonMessageAsync(message, cancellationToken: CancellationToken.None);
        }

        return requeued.Count;
    }

    /// <summary>
    /// Sent before it is removed: a crash in between leaves it in both queues, and work is safe to run twice. It starts
    /// a new chain with new counts, so that nothing its old chain sent makes duplicate detection drop this message or
    /// those that follow from it.
    /// </summary>
    private async Task<string> RequeueAsync(
        ServiceBusReceiver receiver,
        ServiceBusSender sender,
        ServiceBusReceivedMessage message,
        CancellationToken cancellationToken)
    {
        var chain = WorkItem.NewChain(random);
        await sender.SendMessageAsync(
            new ServiceBusMessage(WorkMessages.Restart(message.Body, chain))
            {
                MessageId = chain,
                SessionId = message.SessionId,
                Subject = message.Subject,
                ContentType = message.ContentType,
            },
            cancellationToken);
        await receiver.CompleteMessageAsync(message, cancellationToken);
        return chain;
    }

    private ServiceBusReceiver CreateReceiver(string queue) =>
        client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    private static DeadLetter ToDeadLetter(string queue, ServiceBusReceivedMessage message) => new(
        queue,
        message.SequenceNumber,
        message.MessageId,
        message.DeadLetterReason,
        message.DeadLetterErrorDescription,
        message.DeliveryCount,
        message.EnqueuedTime,
        message.Body.ToString());
}
