using Microsoft.Extensions.Logging.Abstractions;
using Payments.Handlers;
using Payments.Processors;

namespace Payments.Simulation;

/// <summary>The real use cases of one process, put together over the world's unreliable ports.</summary>
internal sealed class UseCases
{
    public UseCases(World world, ServiceProcess process)
    {
        var wire = new Wire(world, process);
        var time = process.Clock;
        var unique = new SeededNumbers(world.Random, time);
        var outbox = new UnreliableOutbox(world.Outbox, wire, world);
        Outgoing = new OutboxQueue(
            new UnreliableQueue(world.Broker, wire), outbox, time, NullLogger<OutboxQueue>.Instance);
        var ports = world.Canary.Over(new Ports(
            new UnreliableLedgerStore(world.Ledgers, wire, world),
            Outgoing,
            new UnreliableProcessor(
                new SandboxProcessor(new WatchedBooks(world.Books, wire, world.Watch), time), wire, world.Fates)));
        var keys = new UnreliableKeyStore(world.Keys, wire);
        var organizations = new Organizations();
        var names = new ResourceNames(keys);
        var random = new Random(world.Random.Next());
        var writer = new LedgerWriter(
            ports.Ledgers, new UnreliableTimeline(world.Timeline, wire), new LedgerGate(), time, random);
        var ring = new KeyRing(keys, ports.Ledgers, time);
        var acceptor = new Acceptor(ports.Ledgers, writer, ring, ports.Queue, time);
        var schedule = new WorkSchedule(ports.Queue, NullLogger<WorkSchedule>.Instance);
        var confirmation = new CaptureConfirmation(ports.Ledgers, writer, ports.Processor, schedule, time);

        Orders = new Orders(ports.Ledgers, writer, time);
        Authorizations = new Authorizations(
            acceptor, ports.Ledgers, names, ports.Processor, organizations, unique, time);
        Captures = new Captures(acceptor, confirmation, ports.Ledgers, names, unique, time);
        var views = new RefundViews(ports.Ledgers);
        Refunds = new Refunds(acceptor, ports.Ledgers, names, views, organizations, unique, time);
        CreditPayments = new CreditPayments(acceptor, ports.Ledgers, writer, ring, names, unique, time);
        Credits = new Credits(acceptor, ports.Ledgers, ports.Processor, unique, time);
        Storefront = new StorefrontPayments(ports.Ledgers, writer, unique, time);
        Confirmation = confirmation;
        Execution = new RefundExecution(ports.Ledgers, writer, ports.Processor, schedule, time);
        Settlement = new CreditSettlement(ports.Ledgers, writer, ports.Processor, schedule, time);
    }

    public Orders Orders { get; }

    public Authorizations Authorizations { get; }

    public Captures Captures { get; }

    public Refunds Refunds { get; }

    public CreditPayments CreditPayments { get; }

    public Credits Credits { get; }

    public StorefrontPayments Storefront { get; }

    public OutboxQueue Outgoing { get; }

    private CaptureConfirmation Confirmation { get; }

    private RefundExecution Execution { get; }

    private CreditSettlement Settlement { get; }

    /// <summary>What the queue functions do with a message.</summary>
    public Task HandleAsync(Work work) => work switch
    {
        ExecuteRefund refund => Execution.HandleAsync(refund, CancellationToken.None),
        ConfirmCapture capture => Confirmation.HandleAsync(capture, CancellationToken.None),
        SettleCredit credit => Settlement.HandleAsync(credit, CancellationToken.None),
        _ => throw new InvalidOperationException($"No handler for {work.GetType().Name}."),
    };
}
