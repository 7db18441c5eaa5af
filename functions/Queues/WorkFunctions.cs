using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Payments.ServiceBus;

namespace Payments.Functions.Queues;

/// <summary>The queue-triggered functions: one message, one work item.</summary>
public sealed class WorkFunctions(WorkDelivery delivery)
{
    /// <summary>
    /// Allocates and executes refunds, and completes captures. A session has one ledger's messages; several are
    /// processed at once (host.json), and their changes share commits.
    /// </summary>
    [Function("Refunds")]
    public Task RefundsAsync(
        [ServiceBusTrigger(
            QueueNames.Refunds,
            Connection = "ServiceBus",
            IsSessionsEnabled = true,
            AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        FunctionContext context) => delivery.HandleAsync(message, actions, context.CancellationToken);

    /// <summary>Sends open credits to the processor.</summary>
    [Function("Credits")]
    public Task CreditsAsync(
        [ServiceBusTrigger(QueueNames.Credits, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        FunctionContext context) => delivery.HandleAsync(message, actions, context.CancellationToken);
}
