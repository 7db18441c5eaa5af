using Azure.Messaging.ServiceBus;

namespace Payments.Simulation.Worlds;

/// <summary>The state of a message.</summary>
internal enum MessageState
{
    /// <summary>Waiting to be delivered.</summary>
    Waiting,

    /// <summary>Being processed.</summary>
    Locked,

    Done,

    Dead,
}

/// <summary>A message on a queue.</summary>
internal sealed class Message(int number, string queue, BinaryData body, string? id, string? poison)
{
    public int Number { get; } = number;

    public string Queue { get; } = queue;

    public BinaryData Body { get; } = body;

    public string? Id { get; } = id;

    /// <summary>What its dead letter must say if the body is not valid work; null if it is.</summary>
    public string? Poison { get; } = poison;

    public MessageState State { get; set; }

    public int Deliveries { get; set; }

    /// <summary>How many of the deliveries failed in the function itself.</summary>
    public int Failures { get; set; }

    /// <summary>The lock that holds it: each delivery has its own.</summary>
    public int Token { get; set; }

    /// <summary>Why it is a dead letter.</summary>
    public string? Reason { get; set; }

    /// <summary>The description of the dead letter.</summary>
    public string? Description { get; set; }

    /// <summary>Whether a delivery's lock still holds the message.</summary>
    public bool IsHeldBy(int token) => State == MessageState.Locked && Token == token;

    /// <summary>The message as the function receives it.</summary>
    public ServiceBusReceivedMessage Received() => ServiceBusModelFactory.ServiceBusReceivedMessage(
        body: Body, messageId: Id, deliveryCount: Deliveries, sequenceNumber: Number);

    public override string ToString() => $"m{Number} {Queue} {Id} {Body}";
}
