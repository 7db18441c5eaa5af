using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Payments.ServiceBus;

namespace Payments.Functions.Queues;

/// <summary>The queue-triggered functions: one message, one work item.</summary>
public sealed class WorkFunctions(WorkDelivery delivery)
{
    /// <summary>Allocates and executes refunds, one ledger's at a time, and completes captures.</summary>
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

    /// <summary>Delivers events to webhook endpoints, those of a ledger in order.</summary>
    [Function("Events")]
    public Task EventsAsync(
        [ServiceBusTrigger(
            QueueNames.Events,
            Connection = "ServiceBus",
            IsSessionsEnabled = true,
            AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        FunctionContext context) => delivery.HandleAsync(message, actions, context.CancellationToken);
}
