using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Dispatch;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Telemetry;
using Payments.ServiceBus;

namespace Payments.Functions.Queues;

/// <summary>
/// Processes and settles one message. Completed work completes the message; a message that is not a valid work item
/// goes to the dead-letter queue at once, with the reason. Work that fails is rescheduled: throwing would redeliver the
/// message at once, and an outage of a minute would use up the deliveries of all work in progress. Only if it can't be
/// rescheduled either (neither the queues nor the outbox can be reached) is the exception thrown, after a delay. If the
/// host can't settle a message because its lock was lost, that is thrown too (an RpcException): the host abandons the
/// message as far as it still can, and it is redelivered. The work is safe to run again, and is not rescheduled for
/// that.
/// </summary>
public sealed partial class WorkDelivery(
    WorkDispatch dispatch,
    RetrySchedule schedule,
    PaymentsMetrics metrics,
    TimeProvider time,
    ILogger<WorkDelivery> log)
{
    private const string NotWork = "NotWork";
    private const string KeepsFailing = "KeepsFailing";

    /// <summary>
    /// A message is held this long, times its delivery count, before the host abandons it, so that its 20 deliveries
    /// last 50 minutes and not one second.
    /// </summary>
    private static readonly TimeSpan RedeliveryDelay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The host renews the lock for 5 minutes (host.json), and the attempts so far took some of that.
    /// </summary>
    private static readonly TimeSpan MaxRedeliveryDelay = TimeSpan.FromMinutes(3);

    /// <summary>A dead letter's description may have 4,096 characters.</summary>
    private const int MaxFaultTextLength = 500;

    /// <summary>Processes and settles a message.</summary>
    public async Task HandleAsync(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        switch (WorkMessages.Parse(message.Body))
        {
            case ReadWork.Valid valid
                when await ProcessAsync(valid.Work, GetRedeliveryDelay(message), cancellationToken) is { } fault:
                await DeadLetterAsync(message, actions, valid.Work, fault, cancellationToken);
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
    /// The failure that ended all retries; null if the work is done or rescheduled. A stopping host is not a failure:
    /// the message is abandoned.
    /// </summary>
    private async Task<Exception?> ProcessAsync(WorkItem work, TimeSpan hold, CancellationToken cancellationToken)
    {
        using var span = Tracing.StartWork(work);
        try
        {
            await dispatch.HandleAsync(work, cancellationToken);
            return null;
        }
        catch (WorkGivenUpException fault)
        {
            return fault;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
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

    private Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        WorkItem work,
        Exception fault,
        CancellationToken cancellationToken) => fault is WorkGivenUpException given
            ? DeadLetterAsync(message, actions, given.Reason, given.Message, cancellationToken)
            : DeadLetterAsync(message, actions, KeepsFailing, Describe(work, fault), cancellationToken);

    private async Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        string reason,
        string description,
        CancellationToken cancellationToken)
    {
        LogDeadLetter(message.MessageId, reason, description);
        metrics.DeadLettered(reason);
        await actions.DeadLetterMessageAsync(
            message,
            deadLetterReason: reason,
            deadLetterErrorDescription: description,
            cancellationToken: cancellationToken);
    }

    /// <summary>
    /// The text can't contain a card number: work items reference records, of a card only a token and its last digits
    /// are stored, and so neither storage nor the processor gets a card number while work runs.
    /// </summary>
    private static string Describe(WorkItem work, Exception fault)
    {
        var minutes = (int)RetrySchedule.TotalDelayAfterFailures(work).TotalMinutes;
        return $"{fault.GetType().Name}: {FirstLine(fault.Message)} Work on {work.Subject} of {work.Address} failed "
            + $"{work.FailureCount + 1} times in {minutes} minutes. Requeue it once the cause is fixed.";
    }

    /// <summary>The first line of Azure's exceptions has the message; headers follow.</summary>
    private static string FirstLine(string message)
    {
        var line = message.AsSpan().Trim();
        if (line.IndexOfAny('\r', '\n') is >= 0 and var end) line = line[..end];
        return line.Length > MaxFaultTextLength ? $"{line[..MaxFaultTextLength]}…" : line.ToString();
    }

    [LoggerMessage(LogLevel.Warning, "Work on {Subject} of {Ledger} failed; earlier failures in a row: {Faults}")]
    private partial void LogFault(Exception fault, string subject, string ledger, int faults);

    [LoggerMessage(LogLevel.Warning, "Work on {Subject} of {Ledger} can't be rescheduled; its message is held")]
    private partial void LogRedelivery(Exception fault, string subject, string ledger);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} goes to the dead-letter queue. {Reason}: {Description}")]
    private partial void LogDeadLetter(string? messageId, string reason, string description);
}
