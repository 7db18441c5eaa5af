using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Payments.Handlers.Queue;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.UnreliablePorts;

namespace Payments.Simulation.Worlds;

/// <summary>
/// The queues with Service Bus's semantics: a message is locked while it is processed, and redelivered when it is
/// abandoned or its lock expires; after its last delivery it is a dead letter, with the reason. There is neither order
/// nor sessions: correctness must not depend on them.
/// </summary>
internal sealed class Broker(World world)
{
    /// <summary>Service Bus's own reason for a dead letter.</summary>
    public const string UsedUp = "MaxDeliveryCountExceeded";

    /// <summary>As in infra/ for the real queues.</summary>
    private const int MaximumDeliveries = 20;

    private const int DelaySecondsAtMost = 300;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxRenewal = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NobodyThere = TimeSpan.FromSeconds(1);

    /// <summary>The duplicate detection window, as in infra/.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly List<Message> _messages = [];
    private readonly Dictionary<(string Queue, string? Id), TimeSpan> _taken = [];

    /// <summary>All messages that were ever accepted.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>
    /// Accepts a message, to be delivered no sooner than it is scheduled; one with a known id is dropped.
    /// </summary>
    public void Take(string queue, ServiceBusMessage message)
    {
        if (IsDuplicate(queue, message.MessageId)) return;
        var delay = message.ScheduledEnqueueTime - (ProcessClock.Start + world.Scheduler.Now);
        if (delay < TimeSpan.Zero) delay = TimeSpan.Zero;
        Add(queue, message.Body, message.MessageId, null, delay);
        if (world.Faults.Strikes(FaultKind.MessageDuplicated))
            Add(queue, message.Body, message.MessageId, null, delay);
    }

    /// <summary>Accepts a message that is not valid work, with what its dead letter must say.</summary>
    public void TakePoison(string queue, BinaryData body, string says) =>
        Add(queue, body, $"poison {says}", says, TimeSpan.Zero);

    /// <summary>Requeues every dead letter, as an operator would once the cause is fixed.</summary>
    public void Requeue()
    {
        foreach (var dead in _messages.Where(message => message.State == MessageState.Dead).ToList())
        {
            var chain = $"again{_messages.Count}";
            var body = BinaryData.FromBytes(WorkMessages.Restart(dead.Body, chain));
            Add(dead.Queue, body, chain, dead.Poison, TimeSpan.Zero);
            dead.State = MessageState.Done;
        }
    }

    /// <summary>Ends a failed delivery: the message is redelivered, or dead-lettered after its last.</summary>
    public void GiveBack(Message message, int token, string why)
    {
        if (!message.IsHeldBy(token)) return;
        if (message.Deliveries >= MaximumDeliveries)
        {
            DeadLetter(message, UsedUp, why);
            return;
        }

        message.State = MessageState.Waiting;
        Deliver(message, TimeSpan.Zero);
    }

    /// <summary>Moves a message to the dead-letter queue.</summary>
    public void DeadLetter(Message message, string? reason, string? description)
    {
        message.State = MessageState.Dead;
        message.Reason = reason;
        message.Description = description;
        world.History?.Add($"{world.Scheduler.Now.Ticks} m{message.Number} is dead: {reason}, {description}");
    }

    /// <summary>A message counts from when it was sent, whatever it is scheduled for.</summary>
    private bool IsDuplicate(string queue, string? id)
    {
        var now = world.Scheduler.Now;
        if (_taken.TryGetValue((queue, id), out var at) && now - at < Remembered)
        {
            world.History?.Add($"{now.Ticks} {id} is a duplicate");
            return true;
        }

        _taken[(queue, id)] = now;
        return false;
    }

    private void Add(string queue, BinaryData body, string? id, string? poison, TimeSpan delay)
    {
        var message = new Message(_messages.Count, queue, body, id, poison);
        _messages.Add(message);
        if (world.Faults.Strikes(FaultKind.MessageDelayed))
            delay += world.Random.NextDouble() * TimeSpan.FromSeconds(DelaySecondsAtMost);
        Deliver(message, delay);
    }

    private void Deliver(Message message, TimeSpan delay) =>
        world.Scheduler.After(delay, null, () => Offer(message));

    private void Offer(Message message)
    {
        if (message.State != MessageState.Waiting) return;
        if (world.AnyProcess() is not { } process)
        {
            Deliver(message, NobodyThere);
            return;
        }

        message.State = MessageState.Locked;
        message.Deliveries++;
        var token = ++message.Token;
        world.History?.Add($"{world.Scheduler.Now.Ticks} m{message.Number} {message.Body} to p{process.Number}");
        var ends = world.Faults.Strikes(FaultKind.LockLostAtWork)
            ? world.Random.NextDouble() * TimeSpan.FromSeconds(1)
            : MaxRenewal;
        world.Scheduler.After(ends, null, () => GiveBack(message, token, "The lock ended."));
        process.Start(
            () => WorkAsync(process, message, token),
            () => world.Scheduler.After(
                world.Random.NextDouble() * Lock, null, () => GiveBack(message, token, "The worker died.")));
    }

    /// <summary>Acts as the Functions host: a message whose function fails is abandoned.</summary>
    private async Task WorkAsync(ServiceProcess process, Message message, int token)
    {
        try
        {
            await process.UseCases.Delivery.HandleAsync(
                message.Received(),
                new Settlement(this, message, token, new Wire(world, process)),
                CancellationToken.None);
        }
        catch (RpcException)
        {
            world.History?.Add($"{world.Scheduler.Now.Ticks} m{message.Number} was not settled");
            return;
        }
        catch (Exception fault) when (World.IsExpected(fault))
        {
            message.Failures++;
            GiveBack(message, token, fault.Message);
            return;
        }

        if (message.IsHeldBy(token)) world.Violate($"{message} was neither settled nor did it fail");
    }
}
