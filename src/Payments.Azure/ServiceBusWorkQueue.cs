using System.Globalization;
using Azure.Messaging.ServiceBus;
using Payments.Handlers;

namespace Payments.Azure;

/// <summary>The queues on Service Bus.</summary>
public sealed class ServiceBusWorkQueue(ServiceBusClient client, TimeProvider time) : IWorkQueue, IAsyncDisposable
{
    private readonly ServiceBusSender _refunds = client.CreateSender(Queues.Refunds);
    private readonly ServiceBusSender _credits = client.CreateSender(Queues.Credits);

    /// <inheritdoc/>
    public async Task EnqueueAsync(Work work, TimeSpan delay, CancellationToken cancellationToken)
    {
        var message = MessageOf(work);
        if (delay > TimeSpan.Zero) message.ScheduledEnqueueTime = time.GetUtcNow() + delay;
        if (work is not SettleCredit) message.SessionId = work.Address.ToString();
        var sender = work is SettleCredit ? _credits : _refunds;
        try
        {
            await sender.SendMessageAsync(message, cancellationToken);
        }
        catch (ServiceBusException fault) when (fault.IsTransient)
        {
            throw new QueueUnreachableException($"Service Bus took no message for {work.Subject}.", fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _refunds.DisposeAsync();
        await _credits.DisposeAsync();
    }

    private ServiceBusMessage MessageOf(Work work)
    {
        var type = WorkMessages.TypeOf(work);
        return new ServiceBusMessage(WorkMessages.Write(work))
        {
            MessageId = work is AskAgain ? NameOfAsking(work) : NameOf(work),
            Subject = type,
            ContentType = "application/json",
        };
    }

    /// <summary>
    /// Unique per call: the client's own repetitions of a send are found to be duplicates, and nothing else is. The
    /// same work enqueued again is meant: a request repeated after its first message was given up needs one.
    /// </summary>
    private static string NameOf(Work work) => $"{work.Subject}:{work.Attempt}:{Guid.NewGuid():N}";

    /// <summary>
    /// One a minute: however many look at a ledger, the broker drops all but the first as duplicates.
    /// </summary>
    private string NameOfAsking(Work work) => string.Create(
        CultureInfo.InvariantCulture, $"{work.Address}:ask:{work.Attempt}:{time.GetUtcNow():yyyyMMddHHmm}");
}
