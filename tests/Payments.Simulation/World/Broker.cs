using Payments.Handlers;

namespace Payments.Simulation;

/// <summary>
/// A queue with Service Bus's semantics: a message is locked while it is worked on and comes again when it is given
/// back, or when its lock ends; after its last delivery it is a dead letter, with the reason. It keeps no order, and
/// no sessions: correctness must not rest on either.
/// </summary>
internal sealed class Broker(World world)
{
    /// <summary>As infra/ has it for the real queues.</summary>
    private const int MaximumDeliveries = 10;

    private const int DelaySecondsAtMost = 300;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRenewal = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NobodyThere = TimeSpan.FromSeconds(1);

    private readonly List<Message> _messages = [];

    /// <summary>All that were ever taken.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>Takes a message, to be delivered no sooner than after a delay.</summary>
    public void Take(Work work, TimeSpan delay)
    {
        Add(work, delay);
        if (world.Faults.Strikes(FaultKind.MessageDuplicated)) Add(work, delay);
    }

    /// <summary>Puts every dead letter back, as an operator would once the cause is gone.</summary>
    public void PutBack()
    {
        foreach (var message in _messages.Where(message => message.State == MessageState.Dead))
        {
            message.State = MessageState.Waiting;
            message.Deliveries = 0;
            Deliver(message, TimeSpan.Zero);
        }
    }

    private void Add(Work work, TimeSpan delay)
    {
        var message = new Message(_messages.Count, work);
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
        world.History?.Add($"{world.Scheduler.Now.Ticks} m{message.Number} {message.Work} to p{process.Number}");
        var ends = world.Faults.Strikes(FaultKind.LockLostAtWork)
            ? world.Random.NextDouble() * TimeSpan.FromSeconds(1)
            : LongestRenewal;
        world.Scheduler.After(ends, null, () => GiveBack(message, token, "The lock ended."));
        process.Start(
            () => WorkAsync(process, message, token),
            () => world.Scheduler.After(
                world.Random.NextDouble() * Lock, null, () => GiveBack(message, token, "The worker died.")));
    }

    private async Task WorkAsync(ServiceProcess process, Message message, int token)
    {
        try
        {
            await process.UseCases.HandleAsync(message.Work);
        }
        catch (Exception fault) when (World.IsExpected(fault))
        {
            GiveBack(message, token, fault.Message);
            return;
        }

        if (world.Faults.Strikes(FaultKind.LockLostAfterWork)) GiveBack(message, token, "The lock was lost.");
        if (message.State == MessageState.Locked && message.Token == token) message.State = MessageState.Done;
    }

    private void GiveBack(Message message, int token, string why)
    {
        if (message.State != MessageState.Locked || message.Token != token) return;
        message.State = message.Deliveries < MaximumDeliveries ? MessageState.Waiting : MessageState.Dead;
        message.Reason = why;
        if (message.State == MessageState.Waiting) Deliver(message, TimeSpan.Zero);
    }
}

/// <summary>Where a message stands.</summary>
internal enum MessageState
{
    /// <summary>It is to be delivered.</summary>
    Waiting,

    /// <summary>Someone works on it.</summary>
    Locked,

    /// <summary>Completed.</summary>
    Done,

    /// <summary>Delivered too often.</summary>
    Dead,
}

/// <summary>A message on the queue.</summary>
internal sealed class Message(int number, Work work)
{
    public int Number { get; } = number;

    public Work Work { get; } = work;

    public MessageState State { get; set; }

    public int Deliveries { get; set; }

    /// <summary>Which lock holds it: each delivery has its own.</summary>
    public int Token { get; set; }

    /// <summary>Why it was last given back.</summary>
    public string? Reason { get; set; }
}
