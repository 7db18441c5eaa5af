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
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Dialects.Tests;

/// <summary>
/// The dialects over the real use cases, with ports in memory: organization <c>demo</c>, with a second credential of
/// each kind, and <c>other</c> that must never see what is the first one's.
/// </summary>
public sealed class ServiceUnderTest : IDisposable
{
    /// <summary>
    /// More rounds than any test's work takes: work postponed forever shows as a failure, not as a hang.
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
            .AddSingleton<ICounterStore>(Counters)
            .AddSingleton<IWebhookStore>(Webhooks)
            .AddSingleton<IWebhookSender>(Endpoints)
            .AddSingleton<IPaymentProcessor>(Processor)
            .AddSingleton<ICredentials>(Credentials)
            .AddSingleton<ICredentialStore, InMemoryCredentialStore>()
            .AddSingleton<IOrganizations>(Credentials)
            .AddSingleton<ISigningKeys>(Credentials)
            .AddPaymentsHandlers()
            .AddPaymentsDialects();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public static OrganizationId Demo { get; } = OrganizationId.From("demo");

    /// <summary>Signs the tokens of OrderCloud's dialect.</summary>
    public static RSA Rsa { get; } = RSA.Create(TokenKey.MinKeyBits);

    public static OrganizationId Other { get; } = OrganizationId.From("other");

    public ManualClock Time { get; } = new(new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero));

    public InMemoryLedgerStore Ledgers { get; } = new();

    public InMemoryKeyStore Keys { get; } = new();

    public InMemoryIdempotencyStore Answers { get; } = new();

    public InMemoryTimeline Timeline { get; } = new();

    public InMemoryCounters Counters { get; } = new();

    public InMemoryWebhookStore Webhooks { get; } = new();

    /// <summary>Where webhooks are posted to.</summary>
    public RecordingWebhookSender Endpoints { get; } = new();

    public InMemoryWorkQueue Queue { get; } = new();

    public ScriptedProcessor Processor { get; } = new();

    public InMemoryCredentials Credentials { get; } = SampleCredentials();

    /// <summary>What organization <c>demo</c> has chosen for what is refunded.</summary>
    public bool RefundsReopenBalance
    {
        set => Credentials.With(Demo, organization => organization with { RefundsReopenBalance = value });
    }

    /// <summary>What it has chosen for card numbers in texts.</summary>
    public bool ScreensCardNumbers
    {
        set => Credentials.With(Demo, organization => organization with { ScreensCardNumbers = value });
    }

    /// <summary>What it has chosen for what its storefront records.</summary>
    public bool SharesMerchantAccount
    {
        set => Credentials.With(Demo, organization => organization with { SharesMerchantAccount = value });
    }

    /// <summary>A service, such as a dialect's resource.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The response of an operation below <c>/{organization}</c> of Flow, as a host asks for it.</summary>
    public Task<WireResponse> FlowAsync(
        WireRequest request, string organization, Func<FlowCall, Task<WireResponse>> operation) =>
        Get<FlowDialect>().At(organization, FlowErrorModel.Generic)
            .AnswerAsync(request, (call, _) => operation(call), CancellationToken.None);

    /// <summary>The response of an operation on an order of OrderCloud, as a host asks for it.</summary>
    public Task<WireResponse> OrderCloudAsync(
        WireRequest request, string direction, string order, Func<OrderCloudCall, Task<WireResponse>> operation) =>
        Get<OrderCloudDialect>()
            .At(direction, order, RolesFor(request))
            .AnswerAsync(request, (call, _) => operation(call), CancellationToken.None);

    /// <summary>The roles that OrderCloud's function for a request requires.</summary>
    public static ImmutableArray<string> RolesFor(WireRequest request) => request.Method switch
    {
        "GET" => Roles.Readers,
        "PUT" => Roles.Administrators,
        _ when request.Url.AbsolutePath.Contains("/transactions", StringComparison.Ordinal) => Roles.Administrators,
        _ => Roles.Writers,
    };

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

    /// <summary>Does one piece of work, and nothing that it enqueues.</summary>
    public async Task HandleOnceAsync(WorkItem work)
    {
        Queue.TakeAll();
        await HandleAsync(work);
        Queue.TakeAll();
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

    private static InMemoryCredentials SampleCredentials()
    {
        string[] roles = ["FullAccess", "OrderAdmin", "OrderReader", "Shopper"];
        return new InMemoryCredentials()
            .With(Demo)
            .With(Other)
            .WithHashed(Api.Flow, "demo-flow", "token", Demo)
            .WithHashed(Api.Flow, "demo-2-flow", "token", Demo)
            .WithHashed(Api.Flow, "other-flow", "token", Other)
            .WithHashed(Api.OrderCloud, "demo-ordercloud-client", "demo-ordercloud-secret", Demo, roles)
            .WithHashed(Api.OrderCloud, "demo-2-ordercloud-client", "demo-ordercloud-secret", Demo, "OrderAdmin")
            .WithHashed(Api.OrderCloud, "demo-shopper-ordercloud-client", "demo-ordercloud-secret", Demo, "Shopper")
            .WithHashed(Api.OrderCloud, "demo-reader-ordercloud-client", "demo-ordercloud-secret", Demo, "OrderReader")
            .WithHashed(Api.OrderCloud, "other-ordercloud-client", "other-ordercloud-secret", Other, roles)
            .WithReadable(
                Api.CommerceHub, "demo-hub-key", "demo-hub-secret", Demo, new Merchant("Demo Shop", City: "Atlanta"))
            .WithReadable(Api.CommerceHub, "demo-2-hub-key", "demo-2-hub-secret", Demo)
            .WithReadable(Api.CommerceHub, "other-hub-key", "other-hub-secret", Other)
            .With(new SigningKey(Rsa.ExportPkcs8PrivateKey(), DateTimeOffset.UnixEpoch));
    }
}
