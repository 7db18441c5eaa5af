using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace LocalFunctionsHost.TestApp;

/// <summary>A message's body says what the function does with it.</summary>
public sealed class QueueFunctions(Recorder recorder)
{
    [Function("TakePlain")]
    public Task TakePlainAsync(
        [ServiceBusTrigger("%PlainQueue%", Connection = "Bus")] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) => TakeAsync("plain", message, actions, cancellationToken);

    [Function("TakeSession")]
    public Task TakeSessionAsync(
        [ServiceBusTrigger("sessions", Connection = "Bus", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        TakeAsync($"session {message.SessionId}", message, actions, cancellationToken);

    private async Task TakeAsync(
        string queue,
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        var order = message.Body.ToString();
        recorder.Add($"{queue} began {order} delivery {message.DeliveryCount}");
        var changed = new Dictionary<string, object> { ["changed"] = "yes", ["count"] = 3 };
        switch (order.Split(' ')[0])
        {
            case "throw" when message.DeliveryCount == 1:
                throw new InvalidOperationException("As ordered.");
            case "complete":
                await actions.CompleteMessageAsync(message, cancellationToken);
                break;
            case "abandon" when message.DeliveryCount == 1:
                await actions.AbandonMessageAsync(message, changed, cancellationToken);
                break;
            case "abandon":
                recorder.Add($"{queue} changed {message.ApplicationProperties["changed"]}");
                break;
            case "deadletter":
                await actions.DeadLetterMessageAsync(message, changed, "Ordered", "It said so.", cancellationToken);
                break;
            case "defer":
                await actions.DeferMessageAsync(message, changed, cancellationToken);
                break;
            case "twice":
                await actions.CompleteMessageAsync(message, cancellationToken);
                await SettleAgainAsync(queue, message, actions);
                break;
            case "renew":
                await actions.RenewMessageLockAsync(message, cancellationToken);
                break;
            case "deaf":
                await Task.Delay(int.Parse(order.Split(' ')[1]), CancellationToken.None);
                break;
            case "wait":
                await WaitAsync(queue, int.Parse(order.Split(' ')[1]), cancellationToken);
                break;
        }
        recorder.Add($"{queue} ended {order}");
    }

    private async Task SettleAgainAsync(
        string queue, ServiceBusReceivedMessage message, ServiceBusMessageActions actions)
    {
        try
        {
            await actions.CompleteMessageAsync(message, CancellationToken.None);
            recorder.Add($"{queue} settled twice");
        }
        catch (Grpc.Core.RpcException fault)
        {
            recorder.Add($"{queue} {fault.StatusCode}");
        }
    }

    private async Task WaitAsync(string queue, int milliseconds, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(milliseconds, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            recorder.Add($"{queue} cancelled");
            throw;
        }
    }
}
