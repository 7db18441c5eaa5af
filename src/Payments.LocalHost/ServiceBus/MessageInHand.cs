using Azure.Messaging.ServiceBus;

namespace Payments.LocalHost.ServiceBus;

/// <summary>A locked message and what a function can do with it.</summary>
internal sealed record MessageInHand(ServiceBusReceivedMessage Message, ReceiverActions Actions);
