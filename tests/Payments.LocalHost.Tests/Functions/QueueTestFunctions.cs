using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Payments.LocalHost.Tests.Functions;

public sealed class QueueTestFunctions(Recorder recorder)
{
    [Function("Plain")]
    public async Task Plain(
        [ServiceBusTrigger("%PlainQueue%", Connection = "TestBus")] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken)
    {
        recorder.Add($"{message.Body} {message.DeliveryCount}");
        switch (message.Body.ToString())
        {
            case "fail":
                throw new InvalidOperationException("as the test asked");
            case "wait":
                await recorder.Gate;
                break;
            case "until cancelled":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
        }
    }

    [Function("Manual")]
    public async Task Manual(
        [ServiceBusTrigger("manual", Connection = "TestBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions)
    {
        recorder.Add($"{message.Body} {message.DeliveryCount}");
        switch (message.Body.ToString())
        {
            case "dead":
                await actions.DeadLetterMessageAsync(message, null, "unreadable", "it holds no amount");
                break;
            case "longer than its lock":
                await Task.Delay(TimeSpan.FromSeconds(3.5));
                await actions.CompleteMessageAsync(message);
                recorder.Add("done");
                break;
        }
    }

    [Function("Ordered")]
    public async Task Ordered(
        [ServiceBusTrigger("ordered", Connection = "TestBus", IsSessionsEnabled = true)]
        ServiceBusReceivedMessage message)
    {
        recorder.Add($"{message.SessionId} starts {message.Body}");
        await Task.Delay(5);
        recorder.Add($"{message.SessionId} ends {message.Body}");
    }
}
