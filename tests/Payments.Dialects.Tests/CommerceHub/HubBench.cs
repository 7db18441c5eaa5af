using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Wire;
using Payments.Handlers;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Dialects.Tests.CommerceHub;

/// <summary>The dialect with in-memory ports, two keys of one organization and one key of another.</summary>
internal sealed class HubBench : IDisposable
{
    public const string ApiKey = "demo-key-01";
    public const string Secret = "demo-secret-01";
    public const string OtherKey = "other-key-01";
    public const string OtherSecret = "other-secret-01";
    public const string ClientRequestId = "4345791";

    private readonly ServiceProvider _services;

    /// <summary>Uses the scripted processor, or another one with the same clock.</summary>
    public HubBench(Func<TimeProvider, IPaymentProcessor>? processor = null)
    {
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddPaymentsHandlers()
            .AddPaymentsDialects()
            .AddSingleton<ILedgerStore>(Ledgers)
            .AddSingleton<IKeyStore>(Keys)
            .AddSingleton<ITimeline>(Timeline)
            .AddSingleton<IWorkQueue>(Queue)
            .AddSingleton<IWebhookStore, InMemoryWebhookStore>()
            .AddSingleton<IWebhookSender, RecordingWebhookSender>()
            .AddSingleton<ICounterStore>(new InMemoryCounters())
            .AddSingleton(processor?.Invoke(Time) ?? Processor)
            .AddSingleton<ICredentials>(KnownKeys)
            .AddSingleton<ICredentialStore, InMemoryCredentialStore>()
            .AddSingleton<IOrganizations>(KnownKeys)
            .BuildServiceProvider();
        Dialect = _services.GetRequiredService<CommerceHubDialect>();
        Credits = _services.GetRequiredService<CommerceHubCredits>();
    }

    public static OrganizationId Demo { get; } = OrganizationId.From("demo");

    public static OrganizationId Other { get; } = OrganizationId.From("other");

    public InMemoryCredentials KnownKeys { get; } = CreateKeys();

    public InMemoryLedgerStore Ledgers { get; } = new();

    public InMemoryKeyStore Keys { get; } = new();

    public InMemoryTimeline Timeline { get; } = new();

    public InMemoryWorkQueue Queue { get; } = new();

    public ScriptedProcessor Processor { get; } = new();

    public ManualClock Time { get; } = new(new DateTimeOffset(2026, 3, 5, 8, 9, 10, TimeSpan.Zero));

    public FakeLoggerProvider Log { get; } = new();

    public CommerceHubDialect Dialect { get; }

    public CommerceHubCredits Credits { get; }

    public Task<WireResponse> PostAsync(string body, string clientRequestId = ClientRequestId) =>
        SendAsync(Request(body, clientRequestId));

    public Task<WireResponse> SendAsync(WireRequest request) =>
        Dialect.AnswerAsync(request, Credits.PostAsync, CancellationToken.None);

    public Task<WireResponse> SendRefundAsync(WireRequest request) =>
        Dialect.AnswerAsync(request, Credits.PostRefundAsync, CancellationToken.None);

    public Task<WireResponse> RefundAsync(string body, string clientRequestId = ClientRequestId) =>
        SendRefundAsync(Request(body, clientRequestId));

    public Task<WireResponse> GetAsync(string transactionId, string apiKey = ApiKey, string secret = Secret) =>
        Dialect.AnswerAsync(
            Request("", "get-1", apiKey, secret),
            (call, cancellation) => Credits.GetAsync(call, transactionId, cancellation),
            CancellationToken.None);

    public WireRequest Request(
        string body, string clientRequestId = ClientRequestId, string apiKey = ApiKey, string secret = Secret) =>
        Request(Encoding.UTF8.GetBytes(body), clientRequestId, apiKey, secret);

    public WireRequest Request(
        byte[] body, string clientRequestId = ClientRequestId, string apiKey = ApiKey, string secret = Secret)
    {
        var timestamp = Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{apiKey}{clientRequestId}{timestamp}"), .. body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
        var headers = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
            .Add("Content-Type", "application/json")
            .Add("Client-Request-Id", clientRequestId)
            .Add("Api-Key", apiKey)
            .Add("Timestamp", timestamp)
            .Add("Auth-Token-Type", "HMAC")
            .Add("Authorization", signature);
        return new WireRequest(
            "POST", new Uri("http://127.0.0.1/payments/v1/credits"), headers, body);
    }

    /// <summary>Processes all waiting work items once.</summary>
    public async Task DrainAsync()
    {
        foreach (var enqueued in Queue.TakeAll())
        {
            await _services.GetRequiredService<CreditSettlement>()
                .HandleAsync(Assert.IsType<SettleCredit>(enqueued.Work), CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _services.Dispose();
        Log.Dispose();
    }

    private static InMemoryCredentials CreateKeys()
    {
        var peach = new Merchant(
            "Merchant Name", "123 Peach Ave", "Atlanta", "GA", "12345", "US", "https://www.somedomain.com");
        return new InMemoryCredentials()
            .With(Demo)
            .With(Other)
            .WithReadable(Api.CommerceHub, ApiKey, Secret, Demo, peach)
            .WithReadable(Api.CommerceHub, OtherKey, OtherSecret, Other);
    }
}

/// <summary>Reads responses.</summary>
internal static class Answered
{
    public static JsonElement Json(this WireResponse response) => JsonDocument.Parse(response.Body).RootElement;

    public static string Text(this WireResponse response) => Encoding.UTF8.GetString(response.Body.Span);

    /// <summary>The value at a dotted path; null if not found.</summary>
    public static string? At(this WireResponse response, string path)
    {
        var element = response.Json();
        foreach (var name in path.Split('.'))
        {
            if (!element.TryGetProperty(name, out element)) return null;
        }

        return element.ToString();
    }

    /// <summary>The error array as <c>code field</c>.</summary>
    public static string[] Errors(this WireResponse response) =>
    [
        .. response.Json().GetProperty("error").EnumerateArray().Select(error =>
            $"{error.GetProperty("code")} {(error.TryGetProperty("field", out var field) ? field : "")}".TrimEnd()),
    ];
}
