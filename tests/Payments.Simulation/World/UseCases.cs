using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Azure;
using Payments.Dialects;
using Payments.Dialects.OrderCloud;
using Payments.Functions.Queues;
using Payments.Handlers;
using Payments.Processors;

namespace Payments.Simulation;

/// <summary>
/// The real use cases and queue functions of one process, registered as the service does it, over the world's
/// unreliable ports.
/// </summary>
internal sealed class UseCases
{
    private readonly ServiceProvider _services;

    public UseCases(World world, ServiceProcess process)
    {
        var wire = new Wire(world, process);
        var time = process.Clock;
        var chains = new Random(world.Random.Next());
        Outgoing = new OutboxQueue(
            new ServiceBusWorkQueue(new UnreliableServiceBus(world.Broker, wire), time, chains),
            new UnreliableOutbox(world.Outbox, wire, world),
            time,
            chains,
            NullLogger<OutboxQueue>.Instance);
        var sandbox = new SandboxProcessor(new WatchedBooks(world.Books, wire, world.Watch), time);
        var ports = world.Canary.Over(new Ports(
            new UnreliableLedgerStore(world.Ledgers, wire, world),
            Outgoing,
            new UnreliableProcessor(sandbox, wire, world.Fates)));
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IUniqueNumbers>(new SeededNumbers(world.Random, time))
            .AddSingleton(new Random(world.Random.Next()))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<ILogger<WorkDelivery>>(new FaultsOfWork(world))
            .AddSingleton<IOrganizations>(new Organizations())
            .AddSingleton<IKeyStore>(new UnreliableKeyStore(world.Keys, wire))
            .AddSingleton<ITimeline>(new UnreliableTimeline(world.Timeline, wire))
            .AddSingleton<IAnswerStore>(new UnreliableAnswerStore(world.Answers, wire))
            .AddSingleton(OrderCloudCalls.Credentials)
            .AddSingleton<OrderCloudCalls>()
            .AddSingleton(ports.Ledgers)
            .AddSingleton(ports.Queue)
            .AddSingleton(ports.Processor)
            .AddPaymentsHandlers()
            .AddPaymentsDialects()
            .AddSingleton<WorkDelivery>()
            .BuildServiceProvider();
    }

    public Orders Orders => _services.GetRequiredService<Orders>();

    public Authorizations Authorizations => _services.GetRequiredService<Authorizations>();

    public Captures Captures => _services.GetRequiredService<Captures>();

    public Refunds Refunds => _services.GetRequiredService<Refunds>();

    public RefundCancellations Cancellations => _services.GetRequiredService<RefundCancellations>();

    public CreditPayments CreditPayments => _services.GetRequiredService<CreditPayments>();

    public Credits Credits => _services.GetRequiredService<Credits>();

    public StorefrontPayments Storefront => _services.GetRequiredService<StorefrontPayments>();

    public Reversals Reversals => _services.GetRequiredService<Reversals>();

    public ResourceIdentifiers Identifiers => _services.GetRequiredService<ResourceIdentifiers>();

    public ResourceLists Lists => _services.GetRequiredService<ResourceLists>();

    public RefundLists RefundLists => _services.GetRequiredService<RefundLists>();

    public ResourceVersions Versions => _services.GetRequiredService<ResourceVersions>();

    public RepeatedRequests Repeats => _services.GetRequiredService<RepeatedRequests>();

    public OrderCloudCalls OrderCloudCalls => _services.GetRequiredService<OrderCloudCalls>();

    public OrderCloudDialect OrderCloudDialect => _services.GetRequiredService<OrderCloudDialect>();

    public OrderCloudPayments OrderCloudPayments => _services.GetRequiredService<OrderCloudPayments>();

    public OrderCloudTransactions OrderCloudTransactions => _services.GetRequiredService<OrderCloudTransactions>();

    /// <summary>The queues, and the outbox behind them.</summary>
    public OutboxQueue Outgoing { get; }

    /// <summary>What the queue functions do with a message.</summary>
    public WorkDelivery Delivery => _services.GetRequiredService<WorkDelivery>();
}
