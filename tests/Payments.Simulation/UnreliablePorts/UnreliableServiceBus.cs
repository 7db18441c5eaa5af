using Azure.Messaging.ServiceBus;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>
/// The broker over an unreliable connection, under the real adapter. A message may still arrive after its sender's send
/// timeout.
/// </summary>
internal sealed class UnreliableServiceBus(Broker broker, Wire wire) : ServiceBusClient
{
    public override ServiceBusSender CreateSender(string queueOrTopicName) =>
        new Sender(queueOrTopicName, broker, wire);

    private sealed class Sender(string queue, Broker broker, Wire wire) : ServiceBusSender
    {
        public override Task SendMessageAsync(
            ServiceBusMessage message, CancellationToken cancellationToken = default) =>
            SendAsync(message).WaitAsync(cancellationToken);

        private async Task SendAsync(ServiceBusMessage message)
        {
            await wire.TripAsync("send");
            if (wire.Strikes(FaultKind.BrokerUnreachable)) throw Unreachable("The broker can't be reached.");
            broker.Take(queue, message);
            if (wire.Strikes(FaultKind.SendTimeOutAfter)) throw Unreachable("Sending timed out.");
            await wire.TripAsync("sent");
        }

        private static ServiceBusException Unreachable(string message) =>
            new(message, ServiceBusFailureReason.ServiceCommunicationProblem);
    }
}
