using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Dialects;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.Wire;
using Payments.Functions.Queues;
using Payments.Handlers;
using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.CreditPayments;
using Payments.Handlers.Credits;
using Payments.Handlers.Identifiers;
using Payments.Handlers.Orders;
using Payments.Handlers.Notifications;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Reading;
using Payments.Handlers.Refunds;
using Payments.Handlers.Storefront;
using Payments.Handlers.Writing;
using Payments.Processors.Sandbox;
using Payments.ServiceBus;
using Payments.Simulation.UnreliablePorts;
using Payments.Simulation.Clients;
using Payments.Testing.InMemory;

namespace Payments.Simulation.Worlds;

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
        var sandbox = new SandboxProcessor(new WatchedBooks(world.Books, wire, world), time);
        var ports = world.Canary.Over(new Ports(
            new UnreliableLedgerStore(world.Ledgers, wire, world),
            Outgoing,
            new UnreliableProcessor(sandbox, wire, world.Fates),
            Organizations.All));
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IIdSource>(new SeededNumbers(world.Random, time))
            .AddSingleton(new Random(world.Random.Next()))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<ILogger<WorkDelivery>>(new FaultsOfWork(world))
            .AddSingleton(ports.Organizations)
            .AddSingleton<ICounterStore>(world.Counters)
            .AddSingleton<IKeyStore>(new UnreliableKeyStore(world.Keys, wire))
            .AddSingleton<ITimeline>(new UnreliableTimeline(world.Timeline, wire))
            .AddSingleton<IIdempotencyStore>(new UnreliableIdempotencyStore(world.Answers, wire))
            .AddSingleton<ICredentials>(OrderCloudCalls.Credentials)
            .AddSingleton<ICredentialStore, InMemoryCredentialStore>()
            .AddSingleton<ISigningKeys>(OrderCloudCalls.Credentials)
            .AddSingleton<OrderCloudCalls>()
            .AddSingleton<IWebhookStore>(new UnreliableWebhookStore(world.Webhooks, wire))
            .AddSingleton<IWebhookSender>(new UnreliableEndpoint(world, wire))
            .AddSingleton(ports.Ledgers)
            .AddSingleton(ports.Queue)
            .AddSingleton(ports.Processor)
            .AddSingleton<IProcessorNotifications, PlainNotifications>()
            .AddPaymentsHandlers()
            .AddPaymentsDialects()
            .AddSingleton<IEventWriter, PlainEventWriter>()
            .AddSingleton<WorkDelivery>()
            .BuildServiceProvider();
    }

    public OrderHandler Orders => _services.GetRequiredService<OrderHandler>();

    public AuthorizationHandler Authorizations => _services.GetRequiredService<AuthorizationHandler>();

    public CaptureHandler Captures => _services.GetRequiredService<CaptureHandler>();

    public RefundHandler Refunds => _services.GetRequiredService<RefundHandler>();

    public RefundCancellations Cancellations => _services.GetRequiredService<RefundCancellations>();

    public CreditPaymentHandler CreditPayments => _services.GetRequiredService<CreditPaymentHandler>();

    public CreditHandler Credits => _services.GetRequiredService<CreditHandler>();

    public StorefrontPaymentHandler Storefront => _services.GetRequiredService<StorefrontPaymentHandler>();

    public Reversals Reversals => _services.GetRequiredService<Reversals>();

    public ResourceIdentifiers Identifiers => _services.GetRequiredService<ResourceIdentifiers>();

    public ResourceLists Lists => _services.GetRequiredService<ResourceLists>();

    public RefundLists RefundLists => _services.GetRequiredService<RefundLists>();

    public ResourceVersions Versions => _services.GetRequiredService<ResourceVersions>();

    public IdempotencyMiddleware Repeats => _services.GetRequiredService<IdempotencyMiddleware>();

    public NotificationHandler Notifications => _services.GetRequiredService<NotificationHandler>();

    public OrderCloudCalls OrderCloudCalls => _services.GetRequiredService<OrderCloudCalls>();

    public OrderCloudDialect OrderCloudDialect => _services.GetRequiredService<OrderCloudDialect>();

    public OrderCloudPayments OrderCloudPayments => _services.GetRequiredService<OrderCloudPayments>();

    public OrderCloudTransactions OrderCloudTransactions => _services.GetRequiredService<OrderCloudTransactions>();

    /// <summary>The queues, and the outbox behind them.</summary>
    public OutboxQueue Outgoing { get; }

    /// <summary>What the queue functions do with a message.</summary>
    public WorkDelivery Delivery => _services.GetRequiredService<WorkDelivery>();
}
