using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Payments.Azure;
using Payments.Handlers;

namespace Payments.Functions.Queues;

/// <summary>
/// Takes one message to its end: work is done and the message completed; what is no work of ours goes to the
/// dead-letter queue at once, with the reason. A fault is thrown: the message comes again, and after the queue's last
/// delivery it is a dead letter too.
/// </summary>
public sealed partial class WorkDelivery(WorkDispatch dispatch, ILogger<WorkDelivery> log)
{
    private const string NotWork = "NotWork";

    /// <summary>Handles and settles a message.</summary>
    public async Task HandleAsync(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        switch (WorkMessages.Parse(message.Body))
        {
            case ReadWork.Valid valid:
                await dispatch.HandleAsync(valid.Work, cancellationToken);
                await actions.CompleteMessageAsync(message, cancellationToken);
                break;
            case ReadWork.Invalid invalid:
                LogDeadLetter(message.MessageId, invalid.Reason);
                await actions.DeadLetterMessageAsync(
                    message,
                    deadLetterReason: NotWork,
                    deadLetterErrorDescription: invalid.Reason,
                    cancellationToken: cancellationToken);
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "Message {MessageId} is no work of this service: {Reason}")]
    private partial void LogDeadLetter(string? messageId, string reason);
}
