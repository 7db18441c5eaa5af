using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.UnreliablePorts;

namespace Payments.Simulation.Worlds;

/// <summary>
/// What a function can do with the message that it received. If the lock is lost by then, the host reports that and
/// does nothing: the message is redelivered.
/// </summary>
internal sealed class Settlement(Broker broker, Message held, int token, Wire wire) : ServiceBusMessageActions
{
    public override Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync("complete", () => held.State = MessageState.Done);

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync("abandon", () => broker.GiveBack(held, token, "The function abandoned it."));

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync("dead-letter", () => broker.DeadLetter(held, deadLetterReason, deadLetterErrorDescription));

    private async Task SettleAsync(string what, Action settle)
    {
        await wire.TripAsync(what);
        if (wire.Strikes(FaultKind.LockLostAfterWork)) broker.GiveBack(held, token, "The lock was lost.");
        if (!held.IsHeldBy(token)) throw new RpcException(new Status(StatusCode.Unknown, "The lock is lost."));
        settle();
    }
}
