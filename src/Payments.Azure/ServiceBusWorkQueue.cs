using System.Globalization;
using Azure.Messaging.ServiceBus;
using Payments.Handlers;

namespace Payments.Azure;

/// <summary>The queues on Service Bus.</summary>
public sealed class ServiceBusWorkQueue(ServiceBusClient client, TimeProvider time, Random random)
    : IWorkQueue, IAsyncDisposable
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
            MessageId = IdOf(work),
            Subject = type,
            ContentType = "application/json",
        };
    }

    /// <summary>
    /// The same step of the same chain gets the same id, so that duplicate detection drops the second copy that a
    /// redelivered message makes. Why no work is ever lost that way: docs/adr/0004-message-ids.md.
    /// </summary>
    private string IdOf(Work work)
    {
        if (work is AskAgain) return NameOfAsking(work);
        var chain = work.Chain ?? Work.NewChain(random);
        return string.Create(CultureInfo.InvariantCulture, $"{work.Subject}:{chain}:{work.Attempt}:{work.Faults}");
    }

    /// <summary>
    /// One a minute: however many look at a ledger, the broker drops all but the first as duplicates.
    /// </summary>
    private string NameOfAsking(Work work) => string.Create(
        CultureInfo.InvariantCulture,
        $"{work.Address}:ask:{work.Attempt}:{work.Faults}:{time.GetUtcNow():yyyyMMddHHmm}");
}
