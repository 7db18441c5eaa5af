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
            MessageId = IdOf(work),
            Subject = type,
            ContentType = "application/json",
        };
    }

    /// <summary>
    /// One name for one step of one chain, so that duplicate detection drops the copy that a step makes a second time:
    /// a delivery that made its copy and then died is delivered again, and makes it again.
    /// <para>
    /// Dropping loses nothing. The queue drops a message only where it took one of the same name before, and that one
    /// ended, or will end, in one of four ways. Its work was done. Or it was put off, and the next of the chain carries
    /// on, of which the same holds. Or it is a dead letter, which a person sees, and puts back in a new chain. Or it
    /// found no record at the end of the time that an acceptance may take; an acceptance that takes longer sends
    /// another message, in a new chain. Within a chain attempts only grow, and within an attempt faults, so no two
    /// steps share a name. At worst the work waits as long as the first copy does. What comes from no message (a
    /// request made again after its first message was given up) begins a chain, and is never dropped.
    /// </para>
    /// <para>
    /// A scheduled message is remembered from its sending on, and for the window only (10 minutes). A second copy that
    /// comes later gets through: every step of work is safe to run again.
    /// </para>
    /// </summary>
    private string IdOf(Work work)
    {
        if (work is AskAgain) return NameOfAsking(work);
        var chain = work.Chain ?? Guid.NewGuid().ToString("N");
        return string.Create(CultureInfo.InvariantCulture, $"{work.Subject}:{chain}:{work.Attempt}:{work.Faults}");
    }

    /// <summary>
    /// One a minute: however many look at a ledger, the broker drops all but the first as duplicates.
    /// </summary>
    private string NameOfAsking(Work work) => string.Create(
        CultureInfo.InvariantCulture,
        $"{work.Address}:ask:{work.Attempt}:{work.Faults}:{time.GetUtcNow():yyyyMMddHHmm}");
}
