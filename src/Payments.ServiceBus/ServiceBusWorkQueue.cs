using System.Globalization;
using Azure.Messaging.ServiceBus;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;

namespace Payments.ServiceBus;

/// <summary>The queues on Service Bus.</summary>
public sealed class ServiceBusWorkQueue(ServiceBusClient client, TimeProvider time, Random random)
    : IWorkQueue, IAsyncDisposable
{
    private readonly ServiceBusSender _refunds = client.CreateSender(QueueNames.Refunds);
    private readonly ServiceBusSender _credits = client.CreateSender(QueueNames.Credits);
    private readonly ServiceBusSender _events = client.CreateSender(QueueNames.Events);

    /// <inheritdoc/>
    public async Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken)
    {
        var message = ToMessage(work);
        if (delay > TimeSpan.Zero) message.ScheduledEnqueueTime = time.GetUtcNow() + delay;
        message.SessionId = FindSession(work);
        var sender = FindSender(work);
        try
        {
            await sender.SendMessageAsync(message, cancellationToken);
        }
        catch (Exception fault) when (MayBeTakenLater(fault))
        {
            throw new QueueUnreachableException($"Service Bus did not accept the message for {work.Subject}.", fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _refunds.DisposeAsync();
        await _credits.DisposeAsync();
        await _events.DisposeAsync();
    }

    private ServiceBusSender FindSender(WorkItem work) => work switch
    {
        SettleCredit => _credits,
        PublishEvents or DeliverEvent or DeliverDifferences => _events,
        _ => _refunds,
    };

    /// <summary>
    /// What is done in order: the work on a ledger, and the deliveries of its events to each endpoint, so that one
    /// which is slow holds up no other.
    /// </summary>
    private static string? FindSession(WorkItem work) => work switch
    {
        SettleCredit => null,
        DeliverEvent delivery => $"{delivery.Endpoint}|{delivery.Address.Ledger}",
        DeliverDifferences delivery => $"{delivery.Endpoint}|{delivery.Address.Ledger}",
        _ => work.Address.ToString(),
    };

    /// <summary>
    /// Whether the broker may take the message another time: it can't be reached, is full
    /// (<see cref="ServiceBusFailureReason.QuotaExceeded"/>), is disabled, or rejects the app for now. A message that
    /// is itself too large is a fault of this program, and would block the outbox forever.
    /// </summary>
    private static bool MayBeTakenLater(Exception fault) => fault switch
    {
        ServiceBusException rejected => rejected.Reason != ServiceBusFailureReason.MessageSizeExceeded,
        UnauthorizedAccessException => true,
        _ => false,
    };

    private ServiceBusMessage ToMessage(WorkItem work)
    {
        var message = WorkMessages.Write(work);
        return new ServiceBusMessage(message.Body)
        {
            MessageId = CreateMessageId(work),
            Subject = message.Type,
            ContentType = "application/json",
        };
    }

    /// <summary>
    /// The same step of the same chain gets the same id, so that duplicate detection drops the second copy that a
    /// redelivered message makes. Why no work is ever lost that way: docs/adr/0004-message-ids.md.
    /// </summary>
    private string CreateMessageId(WorkItem work)
    {
        if (work is ResolveUnknownOutcomes) return CreateInquiryId(work);
        var chain = work.ChainId ?? WorkItem.NewChain(random);
        return string.Create(
            CultureInfo.InvariantCulture, $"{work.Subject}:{chain}:{work.Attempt}:{work.FailureCount}");
    }

    /// <summary>
    /// One id per minute: however many requests look at a ledger, the broker drops all but the first as duplicates.
    /// </summary>
    private string CreateInquiryId(WorkItem work) => string.Create(
        CultureInfo.InvariantCulture,
        $"{work.Address}:ask:{work.Attempt}:{work.FailureCount}:{time.GetUtcNow():yyyyMMddHHmm}");
}
