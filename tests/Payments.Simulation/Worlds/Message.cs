using Azure.Messaging.ServiceBus;

namespace Payments.Simulation.Worlds;

/// <summary>Where a message stands.</summary>
internal enum MessageState
{
    /// <summary>It is to be delivered.</summary>
    Waiting,

    /// <summary>Someone works on it.</summary>
    Locked,

    /// <summary>Completed.</summary>
    Done,

    /// <summary>In the dead-letter queue.</summary>
    Dead,
}

/// <summary>A message on a queue.</summary>
internal sealed class Message(int number, string queue, BinaryData body, string? id, string? poison)
{
    public int Number { get; } = number;

    public string Queue { get; } = queue;

    public BinaryData Body { get; } = body;

    public string? Id { get; } = id;

    /// <summary>What its dead letter must say, where the body is no work; null where it is.</summary>
    public string? Poison { get; } = poison;

    public MessageState State { get; set; }

    public int Deliveries { get; set; }

    /// <summary>How many of the deliveries the function itself ended with a fault.</summary>
    public int Failures { get; set; }

    /// <summary>Which lock holds it: each delivery has its own.</summary>
    public int Token { get; set; }

    /// <summary>Why it is a dead letter.</summary>
    public string? Reason { get; set; }

    /// <summary>What the dead letter says about that.</summary>
    public string? Description { get; set; }

    /// <summary>Whether a delivery's lock still holds it.</summary>
    public bool IsHeldBy(int token) => State == MessageState.Locked && Token == token;

    /// <summary>What the function gets.</summary>
    public ServiceBusReceivedMessage Received() => ServiceBusModelFactory.ServiceBusReceivedMessage(
        body: Body, messageId: Id, deliveryCount: Deliveries, sequenceNumber: Number);

    public override string ToString() => $"m{Number} {Queue} {Id} {Body}";
}
