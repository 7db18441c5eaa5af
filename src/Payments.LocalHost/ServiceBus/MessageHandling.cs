using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.ServiceBus;

/// <summary>Runs a function on one message, and settles what the function leaves unsettled.</summary>
internal sealed class MessageHandling(
    QueueFunction queue,
    IServiceScopeFactory scopes,
    StopTokens stop,
    ILogger log)
{
    public async Task HandleAsync(ServiceBusReceiver receiver, ServiceBusReceivedMessage message)
    {
        var inHand = new MessageInHand(message, new ReceiverActions(receiver));
        var succeeded = await RunAsync(inHand);
        if (inHand.Actions.Settled)
            return;
        try
        {
            if (!succeeded)
                await inHand.Actions.AbandonMessageAsync(message);
            else if (queue.AutoComplete)
                await inHand.Actions.CompleteMessageAsync(message);
        }
        catch (ServiceBusException fault)
        {
            log.LogWarning(
                fault,
                "{Function}: message {Number} could not be settled, so it will come again",
                queue.Function.Name,
                message.SequenceNumber);
        }
    }

    private async Task<bool> RunAsync(MessageInHand inHand)
    {
        try
        {
            await InvokeAsync(inHand).WaitAsync(stop.Waiting);
            return true;
        }
        catch (OperationCanceledException) when (stop.Working.IsCancellationRequested)
        {
            log.LogWarning(
                "{Function} did not end before the host: message {Number} is given back",
                queue.Function.Name,
                inHand.Message.SequenceNumber);
            return false;
        }
        catch (Exception fault)
        {
            log.LogError(
                fault,
                "{Function} failed on message {Number}, delivery {Delivery}",
                queue.Function.Name,
                inHand.Message.SequenceNumber,
                inHand.Message.DeliveryCount);
            return false;
        }
    }

    private async Task InvokeAsync(MessageInHand inHand)
    {
        await using var scope = scopes.CreateAsyncScope();
        var invocation = new Invocation(queue.Function, scope.ServiceProvider, stop.Working) { TriggeredBy = inHand };
        await queue.Function.InvokeAsync(invocation);
    }
}
