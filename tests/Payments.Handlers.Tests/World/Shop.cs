using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.CreditPayments;
using Payments.Handlers.Credits;
using Payments.Handlers.Orders;
using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Storefront;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;
using Payments.Testing;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;

namespace Payments.Handlers.Tests.World;

/// <summary>
/// An organization's service: the use cases over in-memory ports, in several processes if a test wants them.
/// </summary>
internal sealed class Shop
{
    public static readonly Currency Usd = Currency.Parse("USD");
    public static readonly OrganizationId Organization = OrganizationId.From("shop");
    public static readonly OrderNumber Order = OrderNumber.From("1001");
    public static readonly LedgerAddress Ledger = LedgerAddress.ForOrder(Organization, Order);

    private readonly InMemorySandboxBooks _books = new();
    private readonly List<(DateTimeOffset Due, WorkItem Work)> _scheduled = [];
    private readonly Process _process;

    public Shop()
    {
        Processor = new WiredProcessor(new SandboxProcessor(_books, Clock), Wire);
        News = new SandboxNews(_books, Clock);
        _process = Another();
    }

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public Wire Wire { get; } = new();

    public InMemoryLedgerStore Ledgers { get; } = new();

    public InMemoryKeyStore Keys { get; } = new();

    public InMemoryTimeline Timeline { get; } = new();

    public InMemoryCounters Counters { get; } = new();

    public InMemoryCredentialStore Credentials { get; } = new();

    /// <summary>Its reads are not on the wire: a commit looks into memory.</summary>
    public InMemoryWebhookStore Webhooks { get; } = new();

    /// <summary>Where webhooks are posted to.</summary>
    public RecordingWebhookSender Endpoints { get; } = new();

    /// <summary>The limits of every organization.</summary>
    public OrganizationLimits Limits { get; set; } = SampleLimits.High;

    public InMemoryWorkQueue Queue { get; } = new();

    public WiredProcessor Processor { get; }

    /// <summary>The processor's books.</summary>
    public ISandboxBooks Books => _books;

    /// <summary>What happens at the sandbox after it has answered.</summary>
    public SandboxNews News { get; }

    /// <summary>What the organization has chosen for refunds that fail after they succeeded.</summary>
    public LateFailures LateFailures { get; set; }

    /// <summary>Processors that are registered after the first one, in the processes created from then on.</summary>
    public List<IPaymentProcessor> MoreProcessors { get; } = [];

    /// <summary>What the organization has chosen for what its storefront records.</summary>
    public bool SharesMerchantAccount { get; set; }

    /// <summary>The processor that the organization has chosen; null for the default.</summary>
    public ProcessorName? ChosenProcessor { get; set; }

    /// <summary>A store that tests put between the use cases and the wire.</summary>
    public Func<ILedgerStore, ILedgerStore> Between { get; set; } = store => store;

    public OrderHandler Orders => _process.Get<OrderHandler>();

    public AuthorizationHandler Authorizations => _process.Get<AuthorizationHandler>();

    public CaptureHandler Captures => _process.Get<CaptureHandler>();

    public RefundHandler Refunds => _process.Get<RefundHandler>();

    public CreditPaymentHandler CreditPayments => _process.Get<CreditPaymentHandler>();

    public CreditHandler Credits => _process.Get<CreditHandler>();

    public StorefrontPaymentHandler Storefront => _process.Get<StorefrontPaymentHandler>();

    /// <summary>Another process over the same stores: it shares no ledger gate with the others.</summary>
    public Process Another()
    {
        var services = new ServiceCollection().AddLogging().AddPaymentsHandlers();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Between(new WiredLedgers(Ledgers, Wire)));
        services.AddSingleton<IKeyStore>(new WiredKeys(Keys, Wire));
        services.AddSingleton<ITimeline>(new WiredTimeline(Timeline, Wire));
        services.AddSingleton<IWorkQueue>(new WiredQueue(Queue, Wire));
        services.AddSingleton<IPaymentProcessor>(Processor);
        foreach (var processor in MoreProcessors) services.AddSingleton(processor);
        services.AddSingleton<ICounterStore>(new WiredCounters(Counters, Wire));
        services.AddSingleton<IOrganizations>(new AnyOrganization(this));
        services.AddSingleton<ICredentialStore>(Credentials);
        services.AddSingleton<IWebhookStore>(Webhooks);
        services.AddSingleton<IWebhookSender>(Endpoints);
        services.AddSingleton<IEventWriter, PlainEventWriter>();
        return new Process(services.BuildServiceProvider());
    }

    public async Task<LedgerHead> HeadAsync() =>
        (await Ledgers.LoadAsync(Ledger, [], CancellationToken.None)).Head!;

    /// <summary>All stored resources of a kind in the order's ledger.</summary>
    public async Task<IReadOnlyList<T>> StoredAsync<T>() where T : Record =>
        [.. (await Ledgers.LoadWholeAsync(Ledger, CancellationToken.None)).All<T>()];

    /// <summary>The money that really moved, by the processor's books.</summary>
    public async Task<SandboxTotals> MovedAsync() =>
        (await SandboxStatement.ReadAsync(_books, Organization, CancellationToken.None)).In(Usd);

    /// <summary>The processor's books.</summary>
    public Task<SandboxStatement> StatementAsync() =>
        SandboxStatement.ReadAsync(_books, Organization, CancellationToken.None);

    public static Money Dollars(decimal amount) =>
        Money.TryFromDecimal(amount, Usd, out var money) ? money : throw new ArgumentException($"{amount}");

    public Task RegisterAsync(decimal total) => Orders.RegisterAsync(
        Organization, Order, Dollars(total), Dollars(0), CancellationToken.None);

    public Task<Answer<Authorization>> AuthorizeAsync(AuthorizationRequest request) =>
        Authorizations.AuthorizeAsync(Organization, request, CancellationToken.None);

    /// <summary>An order with an authorization, and captures of it.</summary>
    public async Task<IReadOnlyList<Capture>> CapturedAsync(params decimal[] amounts)
    {
        await RegisterAsync(amounts.Sum() + 100_000);
        var captures = await CapturedOfAsync(amounts);
        Queue.TakeAll();
        Wire.Clear();
        return captures;
    }

    /// <summary>Another authorization of the order, and captures of it.</summary>
    public async Task<IReadOnlyList<Capture>> CapturedOfAsync(params decimal[] amounts)
    {
        var authorization = (await AuthorizeAsync(Requests.Authorization(amounts.Sum()))).Result();
        var captures = new List<Capture>();
        foreach (var amount in amounts)
        {
            var request = Requests.Capture(authorization.Id.ToString(), amount);
            captures.Add((await Captures.CaptureAsync(Organization, request, CancellationToken.None)).Result());
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return captures;
    }

    public Task<Answer<RefundView>> RefundAsync(decimal? amount, string? key = null) =>
        RefundAsync(Requests.Refund(amount, key));

    public Task<Answer<RefundView>> RefundAsync(RefundRequest request, Process? process = null) =>
        (process ?? _process).Get<RefundHandler>().RequestAsync(Organization, request, CancellationToken.None);

    public async Task<Refund> RefundNowAsync(Id<Refund> id) =>
        (await Refunds.FindAsync(Organization, id.ToString(), CancellationToken.None))!.Refund;

    public Task HandleAsync(WorkItem work, Process? process = null) => (process ?? _process).HandleAsync(work);

    /// <summary>
    /// Delivers the enqueued messages in the order in which they fall due, advancing the clock; returns the number of
    /// deliveries.
    /// </summary>
    public async Task<int> DeliverAllAsync(int atMost = 100)
    {
        var delivered = 0;
        for (; delivered < atMost; delivered++)
        {
            Schedule();
            if (_scheduled.Count == 0) break;
            var next = _scheduled.MinBy(entry => entry.Due);
            _scheduled.Remove(next);
            if (next.Due > Clock.GetUtcNow()) Clock.Advance(next.Due - Clock.GetUtcNow());
            await HandleAsync(next.Work);
        }

        return delivered;
    }

    /// <summary>Something happens to an operation at the sandbox; no notification follows by itself.</summary>
    public async Task HappenAsync(string reference, SandboxEvent what) =>
        Assert.NotNull(await News.TellAsync(Organization, reference, what, CancellationToken.None));

    private void Schedule() => _scheduled.AddRange(
        Queue.TakeAll().Select(entry => (Clock.GetUtcNow() + entry.Delay, entry.Work)));

    private sealed class AnyOrganization(Shop shop) : IOrganizations
    {
        public ValueTask<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Organization?>(new Organization(
                id,
                AllocationPolicy.FewestCaptures,
                Handlers.Ports.Organization.DefaultAuthorizationLifetime,
                SharesMerchantAccount: shop.SharesMerchantAccount)
            {
                Limits = shop.Limits,
                LateFailures = shop.LateFailures,
                Processor = shop.ChosenProcessor,
            });
    }
}
