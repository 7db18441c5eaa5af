using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Dispatch;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.ServiceBus;

namespace Payments.Functions.Queues;

/// <summary>
/// Takes one message to its end: work is done and the message completed; what is no work of ours goes to the
/// dead-letter queue at once, with the reason. Work that ends in a fault is put off: thrown, a fault would bring the
/// message back at once, and an outage of a minute would use up the deliveries of all that is in hand. Only where it
/// can't be put off either (neither the queues nor the outbox can be reached) is the fault thrown, after a while.
/// What the host can't settle, its lock being lost, is thrown too (an RpcException): the host gives the message back
/// as far as it still can, and it comes again. The work is safe to run again, and is not put off for that.
/// </summary>
public sealed partial class WorkDelivery(
    WorkDispatch dispatch, RetrySchedule schedule, TimeProvider time, ILogger<WorkDelivery> log)
{
    private const string NotWork = "NotWork";
    private const string KeepsFailing = "KeepsFailing";

    /// <summary>
    /// For so long, times the delivery's number, a message is kept before the host gives it back, so that its 10
    /// deliveries last 20 minutes and not one second.
    /// </summary>
    private static readonly TimeSpan RedeliveryDelay = TimeSpan.FromSeconds(30);

    /// <summary>The host renews the lock for 5 minutes (host.json); what was tried before took some of that.</summary>
    private static readonly TimeSpan MaxRedeliveryDelay = TimeSpan.FromMinutes(3);

    /// <summary>A dead letter's description may have 4,096 characters.</summary>
    private const int MaxFaultTextLength = 500;

    /// <summary>Handles and settles a message.</summary>
    public async Task HandleAsync(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        switch (WorkMessages.Parse(message.Body))
        {
            case ReadWork.Valid valid
                when await ProcessAsync(valid.Work, GetRedeliveryDelay(message), cancellationToken) is { } fault:
                await DeadLetterAsync(message, actions, KeepsFailing, Describe(valid.Work, fault), cancellationToken);
                break;
            case ReadWork.Valid:
                await actions.CompleteMessageAsync(message, cancellationToken);
                break;
            case ReadWork.Invalid invalid:
                await DeadLetterAsync(message, actions, NotWork, invalid.Reason, cancellationToken);
                break;
        }
    }

    /// <summary>
    /// The fault for which the work is given up; null where it is done or put off. A host that stops is no fault: the
    /// message is given back.
    /// </summary>
    private async Task<Exception?> ProcessAsync(WorkItem work, TimeSpan hold, CancellationToken cancellationToken)
    {
        try
        {
            await dispatch.HandleAsync(work, cancellationToken);
            return null;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFault(fault, work.Subject, work.Address.ToString(), work.FailureCount);
            return await RescheduleAsync(work, hold, cancellationToken) ? null : fault;
        }
    }

    private async Task<bool> RescheduleAsync(WorkItem work, TimeSpan hold, CancellationToken cancellationToken)
    {
        try
        {
            return await schedule.RetryAfterFailureAsync(work, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogRedelivery(fault, work.Subject, work.Address.ToString());
            await Task.Delay(hold, time, cancellationToken);
            throw;
        }
    }

    private static TimeSpan GetRedeliveryDelay(ServiceBusReceivedMessage message)
    {
        var hold = RedeliveryDelay * message.DeliveryCount;
        return hold < MaxRedeliveryDelay ? hold : MaxRedeliveryDelay;
    }

    private async Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        string reason,
        string description,
        CancellationToken cancellationToken)
    {
        LogDeadLetter(message.MessageId, reason, description);
        await actions.DeadLetterMessageAsync(
            message,
            deadLetterReason: reason,
            deadLetterErrorDescription: description,
            cancellationToken: cancellationToken);
    }

    /// <summary>
    /// No card number can be in it: work names records, what is stored of a card is a token and its last digits, and
    /// so neither storage nor the processor is given one while work is done.
    /// </summary>
    private static string Describe(WorkItem work, Exception fault)
    {
        var minutes = (int)RetrySchedule.TotalDelayAfterFailures(work).TotalMinutes;
        return $"{fault.GetType().Name}: {FirstLine(fault.Message)} Work on {work.Subject} of {work.Address} failed "
            + $"{work.FailureCount + 1} times in {minutes} minutes. Put it back once the cause is gone.";
    }

    /// <summary>What Azure's exceptions say is in their first line; headers follow.</summary>
    private static string FirstLine(string message)
    {
        var line = message.AsSpan().Trim();
        if (line.IndexOfAny('\r', '\n') is >= 0 and var end) line = line[..end];
        return line.Length > MaxFaultTextLength ? $"{line[..MaxFaultTextLength]}…" : line.ToString();
    }

    [LoggerMessage(LogLevel.Warning, "Work on {Subject} of {Ledger} ended in a fault, after {Faults} others in a row")]
    private partial void LogFault(Exception fault, string subject, string ledger, int faults);

    [LoggerMessage(LogLevel.Warning, "Work on {Subject} of {Ledger} can't be put off either; its message is held")]
    private partial void LogRedelivery(Exception fault, string subject, string ledger);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} goes to the dead-letter queue. {Reason}: {Description}")]
    private partial void LogDeadLetter(string? messageId, string reason, string description);
}
