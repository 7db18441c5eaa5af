using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.Flow;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Dialects.Wire;
using Payments.Handlers;
using Payments.Handlers.Dispatch;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Dialects.Tests;

/// <summary>
/// The dialects over the real use cases, with ports in memory: organization <c>demo</c>, and <c>other</c> that must
/// never see what is the first one's.
/// </summary>
public sealed class ServiceUnderTest : IDisposable
{
    /// <summary>
    /// More rounds than any test's work takes: what is put off for good shows as a failure, not as a hang.
    /// </summary>
    private const int MaximumRounds = 100;

    private readonly ServiceProvider _services;

    public ServiceUnderTest()
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ILedgerStore>(Ledgers)
            .AddSingleton<IKeyStore>(Keys)
            .AddSingleton<IIdempotencyStore>(Answers)
            .AddSingleton<ITimeline>(Timeline)
            .AddSingleton<IWorkQueue>(Queue)
            .AddSingleton<IPaymentProcessor>(Processor)
            .AddSingleton<IOrganizations>(new DefaultOrganizations(this))
            .AddPaymentsHandlers()
            .AddPaymentsDialects();
        AddCredentials(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public static OrganizationId Demo { get; } = OrganizationId.From("demo");

    /// <summary>Signs the tokens of OrderCloud's dialect.</summary>
    public static RSA Rsa { get; } = RSA.Create(TokenKey.MinKeyBits);

    public static OrganizationId Other { get; } = OrganizationId.From("other");

    public ManualClock Time { get; } = new(new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero));

    public InMemoryLedgerStore Ledgers { get; } = new();

    public InMemoryKeyStore Keys { get; } = new();

    public InMemoryAnswerStore Answers { get; } = new();

    public InMemoryTimeline Timeline { get; } = new();

    public InMemoryWorkQueue Queue { get; } = new();

    public ScriptedProcessor Processor { get; } = new();

    /// <summary>Counts how often credentials were found among those that are known.</summary>
    public CountingComparer Verifications { get; } = new();

    /// <summary>What its organizations have chosen for what is refunded.</summary>
    public bool RefundsReopenBalance { get; set; }

    /// <summary>What they have chosen for what their storefronts record.</summary>
    public bool SharesMerchantAccount { get; set; }

    /// <summary>A service, such as a dialect's resource.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The response of an operation below <c>/{organization}</c> of Flow, as a host asks for it.</summary>
    public Task<WireResponse> FlowAsync(
        WireRequest request, string organization, Func<FlowCall, Task<WireResponse>> operation) =>
        Get<FlowDialect>().At(organization, FlowErrorModel.Generic).AnswerAsync(request, operation);

    /// <summary>The response of an operation on an order of OrderCloud, as a host asks for it.</summary>
    public Task<WireResponse> OrderCloudAsync(
        WireRequest request, string direction, string order, Func<OrderCloudCall, Task<WireResponse>> operation) =>
        Get<OrderCloudDialect>().At(direction, order).AnswerAsync(request, operation);

    /// <summary>A request, its body text as UTF-8.</summary>
    public static WireRequest Request(
        string method, string pathAndQuery, string? body = null, params (string Name, string Value)[] headers) => new(
            method,
            new Uri($"https://payments.example{pathAndQuery}"),
            headers.ToImmutableDictionary(
                header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
            body is null ? ReadOnlyMemory<byte>.Empty : Encoding.UTF8.GetBytes(body));

    /// <summary>Does the queues' work, and what that enqueues, until none is left.</summary>
    public async Task DrainAsync()
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            var waiting = Queue.TakeAll();
            if (waiting.Count == 0) return;
            foreach (var enqueued in waiting) await HandleAsync(enqueued.Work);
        }

        throw new InvalidOperationException($"There is still work after {MaximumRounds} rounds.");
    }

    /// <summary>All that is stored of ledgers, to be compared: one line for each ledger.</summary>
    public async Task<string> StoredAsync()
    {
        var lines = new List<string>();
        foreach (var address in Ledgers.Addresses.OrderBy(address => address.ToString(), StringComparer.Ordinal))
        {
            var loaded = await Ledgers.LoadWholeAsync(address, CancellationToken.None);
            lines.Add($"{address} {loaded.Version} {loaded.Records.Count} {Ledgers.Journal(address).Count}");
        }

        return string.Join('\n', lines);
    }

    public void Dispose() => _services.Dispose();

    private Task HandleAsync(WorkItem work) => Get<WorkDispatch>().HandleAsync(work, CancellationToken.None);

    private void AddCredentials(IServiceCollection services)
    {
        ImmutableArray<string> roles = ["FullAccess", "OrderAdmin", "OrderReader", "Shopper"];
        services
            .AddSingleton(new FlowCredentials(new Dictionary<string, OrganizationId>
            {
                ["demo-flow-token"] = Demo,
                ["other-flow-token"] = Other,
            }.ToFrozenDictionary(Verifications)))
            .AddSingleton(new OrderCloudCredentials(
                new Dictionary<string, OrderCloudClient>
                {
                    ["demo-ordercloud-client"] = new(Demo, "demo-ordercloud-secret", roles),
                    ["demo-ordercloud-reader"] = new(Demo, "demo-ordercloud-secret", ["OrderReader"]),
                    ["other-ordercloud-client"] = new(Other, "other-ordercloud-secret", roles),
                }.ToFrozenDictionary(Verifications),
                new TokenKey(Rsa.ExportPkcs8PrivateKey())))
            .AddSingleton(new CommerceHubCredentials(new Dictionary<string, CommerceHubKey>
            {
                ["demo-hub-key"] = new(Demo, "demo-hub-secret", new Merchant(Name: "Demo Shop", City: "Atlanta")),
                ["other-hub-key"] = new(Other, "other-hub-secret", new Merchant()),
            }.ToFrozenDictionary(Verifications)));
    }

    private sealed class DefaultOrganizations(ServiceUnderTest service) : IOrganizations
    {
        public Organization this[OrganizationId id] =>
            new(
                id,
                AllocationPolicy.FewestCaptures,
                Organization.DefaultAuthorizationLifetime,
                service.RefundsReopenBalance,
                service.SharesMerchantAccount);
    }
}
