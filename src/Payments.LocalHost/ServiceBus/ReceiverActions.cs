using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Payments.LocalHost.ServiceBus;

/// <summary>Settles one message through the receiver that holds its lock, and remembers that it is settled.</summary>
internal sealed class ReceiverActions(ServiceBusReceiver receiver) : ServiceBusMessageActions
{
    private int _settled;

    public bool Settled => Volatile.Read(ref _settled) != 0;

    public override Task CompleteMessageAsync(
        ServiceBusReceivedMessage message,
        CancellationToken cancellationToken = default) =>
        SettleAsync(receiver.CompleteMessageAsync(message, cancellationToken));

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync(receiver.AbandonMessageAsync(message, propertiesToModify, cancellationToken));

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) => SettleAsync(receiver.DeadLetterMessageAsync(
            message, propertiesToModify, deadLetterReason, deadLetterErrorDescription, cancellationToken));

    public override Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message,
        CancellationToken cancellationToken = default) => receiver.RenewMessageLockAsync(message, cancellationToken);

    private async Task SettleAsync(Task settlement)
    {
        await settlement;
        Volatile.Write(ref _settled, 1);
    }
}
