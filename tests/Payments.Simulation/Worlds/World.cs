using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Processors.Sandbox;
using Payments.Simulation.Canaries;
using Payments.Simulation.Checks;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.UnreliablePorts;
using Payments.Testing.InMemory;

namespace Payments.Simulation.Worlds;

/// <summary>The state of one run: the stores, the broker, the processes, and the checks that watch them.</summary>
internal sealed class World
{
    /// <summary>How long the processor may be unreachable: after this it always responds.</summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromHours(3);

    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MinOutage = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MaxOutage = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan DrainEvery = TimeSpan.FromSeconds(30);

    /// <summary>How long before it is due work may be sent to the queues: earlier timer rounds find nothing.</summary>
    private static readonly TimeSpan SentAhead = TimeSpan.FromMinutes(2);

    private readonly List<ServiceProcess> _processes = [];
    private TimeSpan _storageIsBack;
    private TimeSpan _processorIsBack;
    private TimeSpan _drainsAt = TimeSpan.MaxValue;
    private int _started;

    public World(int seed, Canary canary, History? history)
    {
        Canary = canary;
        History = history;
        Random = new Random(seed);
        Faults = new Faults(Random);
        Scheduler = new Scheduler(Random);
        Broker = new Broker(this);
        Watch = new Watch(this);
        News = new ProcessorNews(this);
        var processes = Random.Next(2, 5);
        for (var number = 0; number < processes; number++) StartProcess();
    }

    public Canary Canary { get; }

    public History? History { get; }

    public Random Random { get; }

    public Faults Faults { get; }

    public Scheduler Scheduler { get; }

    public Broker Broker { get; }

    public Watch Watch { get; }

    public ProcessorNews News { get; }

    public Fates Fates { get; } = new();

    public InMemoryLedgerStore Ledgers { get; } = new();

    public InMemoryCounters Counters { get; } = new();

    public InMemoryKeyStore Keys { get; } = new();

    public InMemoryIdempotencyStore Answers { get; } = new();

    public InMemoryOutbox Outbox { get; } = new();

    public InMemoryTimeline Timeline { get; } = new();

    public InMemorySandboxBooks Books { get; } = new();

    public InMemoryWebhookStore Webhooks { get; } = Listeners.CreateStore();

    /// <summary>All that endpoints got.</summary>
    public List<WebhookMessage> Received { get; } = [];

    /// <summary>The first violation; null if there is none.</summary>
    public string? Violation { get; private set; }

    /// <summary>Records a violation: the run ends here.</summary>
    public void Violate(string what)
    {
        Violation ??= what;
        History?.Add($"{Scheduler.Now.Ticks} VIOLATION {what}");
    }

    /// <summary>Whether storage can be reached.</summary>
    public bool HasStorage => Scheduler.Now >= _storageIsBack;

    /// <summary>Makes storage unreachable for a minute or three.</summary>
    public void LoseStorage() =>
        _storageIsBack = Scheduler.Now + MinOutage + (Random.NextDouble() * (MaxOutage - MinOutage));

    /// <summary>Whether the processor responds. An outage may last longer than any other fault.</summary>
    public bool HasProcessor => Scheduler.Now >= _processorIsBack;

    /// <summary>Makes the processor unreachable for a while.</summary>
    public void LoseProcessor() => _processorIsBack = Scheduler.Now + (Random.NextDouble() * MaxSilence);

    /// <summary>A process that can be called; null if all have crashed.</summary>
    public ServiceProcess? AnyProcess()
    {
        if (_processes.Count == 0) return null;
        var process = _processes[Random.Next(_processes.Count)];
        if (Faults.Strikes(FaultKind.ClockJump)) Jump(process);
        return process;
    }

    /// <summary>Crashes a process; another replaces it after a while.</summary>
    public void Crashed(ServiceProcess process)
    {
        History?.Add($"{Scheduler.Now.Ticks} p{process.Number} crashed");
        _processes.Remove(process);
        Scheduler.After(Random.NextDouble() * Restart, null, StartProcess);
    }

    /// <summary>A failure that the service may report as temporary; any other is a defect.</summary>
    public static bool IsExpected(Exception fault) =>
        fault is PortFaultException or LedgerBusyException or ProcessorUnavailableException;

    /// <summary>Schedules the timer that drains the outbox, if there is something to send.</summary>
    public void DrainLater()
    {
        if (Outbox.OldestAsync(1, CancellationToken.None).Result is not [var next]) return;
        var near = next.Due - ProcessClock.Start - SentAhead;
        var round = Scheduler.Now + DrainEvery;
        var at = near > round ? near : round;
        if (_drainsAt <= at) return;
        _drainsAt = at;
        Scheduler.After(at - Scheduler.Now, null, () => Drain(at));
    }

    private void Drain(TimeSpan at)
    {
        // An earlier entry was added meanwhile, and another round was for that one.
        if (_drainsAt != at) return;
        _drainsAt = TimeSpan.MaxValue;
        DrainLater();
        if (AnyProcess() is { } process) process.Start(() => DrainAsync(process), () => { });
    }

    private static async Task DrainAsync(ServiceProcess process)
    {
        try
        {
            await process.UseCases.Outgoing.DrainAsync(CancellationToken.None);
        }
        catch (PortFaultException)
        {
            // Storage could not be reached: the timer runs again.
        }
    }

    private void StartProcess() => _processes.Add(new ServiceProcess(this, ++_started));

    /// <summary>
    /// Ahead by a few seconds, half a minute at most: the clocks of a data center's machines. Stored times of several
    /// machines (a key's handover) are compared with a minute's tolerance.
    /// </summary>
    private void Jump(ServiceProcess process)
    {
        var most = TimeSpan.FromSeconds(30) - process.Clock.Ahead;
        process.Clock.Ahead += Random.NextDouble() * most;
    }
}
