using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Payments.Dialects;
using Payments.Dialects.Ops;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.Wire;
using Payments.Functions.Availability;
using Payments.Functions.Http;
using Payments.Functions.Limits;
using Payments.Functions.Tests.Http;
using Payments.Handlers;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Processors.Sandbox;
using Payments.Testing;
using Payments.Testing.InMemory;
using Payments.Testing.OpenApi;

namespace Payments.Functions.Tests.Routes;

/// <summary>
/// The functions over real dialects and use cases, with ports in memory, called as the host calls them. Organizations
/// <c>demo</c> and <c>other</c> have a credential of each API.
/// </summary>
internal sealed class FunctionApp : IDisposable
{
    /// <summary>Of the operator, not of an organization.</summary>
    public const string OperatorToken = "operator-token";

    /// <summary>All that a credential can have.</summary>
    public const Scopes EveryScope = Scopes.All | Scopes.Ops;

    private const string Secret = "secret";

    private static readonly byte[] SigningKey = CreateSigningKey();

    private readonly ServiceProvider _services;

    public FunctionApp(Scopes scopes = EveryScope)
    {
        var credentials = new InMemoryCredentials().With(new SigningKey(SigningKey, DateTimeOffset.UnixEpoch));
        foreach (var name in (string[])["demo", "other"])
        {
            var organization = OrganizationId.From(name);
            credentials.With(organization);
            foreach (var api in Enum.GetValues<Api>())
                credentials.With(Credential(api, name, organization, name == "demo" ? EveryScope : scopes));
        }

        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton(new OpsToken(OperatorToken))
            .AddSingleton<ILedgerStore>(Ledgers)
            .AddSingleton<IKeyStore, InMemoryKeyStore>()
            .AddSingleton<IIdempotencyStore, InMemoryIdempotencyStore>()
            .AddSingleton<ITimeline, InMemoryTimeline>()
            .AddSingleton<IWebhookStore, InMemoryWebhookStore>()
            .AddSingleton<IWebhookSender, RecordingWebhookSender>()
            .AddSingleton<IWorkQueue>(Queue)
            .AddSingleton<ISandboxBooks>(Books)
            .AddSingleton<IProcessorNotifications, SignedNotifications>()
            .AddSingleton<IDeadLetters, NoDeadLetters>()
            .AddSingleton<ICredentials>(credentials)
            .AddSingleton<IOrganizations>(credentials)
            .AddSingleton<ISigningKeys>(credentials)
            .AddSingleton<ICredentialStore>(CredentialStore)
            .AddSingleton<ICounterStore, InMemoryCounters>()
            .AddSandboxProcessor()
            .AddPaymentsHandlers()
            .AddPaymentsDialects()
            .AddLimits(new ConfigurationBuilder().Build())
            .AddSingleton<CrossOrigin>()
            .AddSingleton<RequestGate>()
            .AddSingleton<HttpExchange>()
            .BuildServiceProvider();
    }

    public InMemoryLedgerStore Ledgers { get; } = new();

    public InMemoryWorkQueue Queue { get; } = new();

    public InMemorySandboxBooks Books { get; } = new();

    /// <summary>What the functions log.</summary>
    public FakeLoggerProvider Log { get; } = new();

    /// <summary>Of the audit trail: callers are authenticated by other, fixed credentials.</summary>
    public InMemoryCredentialStore CredentialStore { get; } = new();

    /// <summary>A response's status and body, which must be as the documents in docs/openapi say.</summary>
    public async Task<(int Status, string Body)> CallAsync(
        FunctionMethod function,
        IReadOnlyDictionary<string, string> parameters,
        string caller,
        string body = "{}",
        string query = "",
        string? idempotencyKey = null)
    {
        var route = RouteTemplate.Parse(function.Http!.Route!);
        var path = "/" + string.Join('/', route.Segments.Select(
            segment => segment.Word ?? Uri.EscapeDataString(parameters[segment.Parameter!])));
        var headers = await SignAsync(route, caller, body);
        if (idempotencyKey is not null) headers = headers.Add("Idempotency-Key", idempotencyKey);
        return await CallAsync(
            function, parameters, path + query, new MemoryStream(Encoding.UTF8.GetBytes(body)), headers);
    }

    /// <summary>The same, of a request with these headers and this body.</summary>
    public async Task<(int Status, string Body)> CallAsync(
        FunctionMethod function,
        IReadOnlyDictionary<string, string> parameters,
        string address,
        Stream body,
        IReadOnlyDictionary<string, string> headers)
    {
        var method = function.Http!.Methods!.Single();
        var request = new FakeRequest(body, function.Name, method.ToUpperInvariant()) { Address = address };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        object?[] arguments =
        [
            .. function.Parameters.Select(parameter => parameter.ParameterType == typeof(HttpRequestData)
                ? request
                : (object)parameters[parameter.Name!]),
        ];
        var target = ActivatorUtilities.CreateInstance(_services, function.Method.DeclaringType!);
        var response = await (Task<HttpResponseData>)function.Method.Invoke(target, arguments)!;
        var bytes = ((MemoryStream)response.Body).ToArray();
        if (function.Name != "Preflight")
        {
            Findings.MustBeNone(ApiContract.FindMistakes(
                request.Method, request.Url.AbsolutePath, (int)response.StatusCode, null, bytes));
        }

        return ((int)response.StatusCode, Encoding.UTF8.GetString(bytes));
    }

    /// <summary>All that is stored of an organization's ledgers: one line for each.</summary>
    public async Task<string> StoredAsync(string organization)
    {
        var lines = new List<string>();
        foreach (var address in Ledgers.Addresses.Where(address => address.Organization.Value == organization))
        {
            var loaded = await Ledgers.LoadWholeAsync(address, CancellationToken.None);
            lines.Add($"{address} {loaded.Version} {loaded.Records.Count} {Ledgers.Journal(address).Count}");
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    public void Dispose() => _services.Dispose();

    private static Credential Credential(Api api, string name, OrganizationId organization, Scopes scopes) => new(
        new CredentialName(api, name),
        organization,
        [
            new CredentialSecret(
                "1",
                api == Api.CommerceHub ? new SecretValue.Readable(Secret) : SecretValue.Hashed.From(Secret),
                DateTimeOffset.UnixEpoch),
        ],
        scopes,
        DateTimeOffset.UnixEpoch)
    {
        Roles = ["FullAccess"],
    };

    private async Task<ImmutableDictionary<string, string>> SignAsync(RouteTemplate route, string caller, string body)
    {
        var headers = ImmutableDictionary<string, string>.Empty.Add("Content-Type", "application/json");
        var first = route.Segments.Count == 0 ? "" : route.Segments[0].Word;
        if (first == "v1") return headers.Add("Authorization", $"Bearer {await TokenAsync(caller)}");
        if (caller == OperatorToken) return headers.Add("Authorization", $"Bearer {OperatorToken}");
        if (first is not ("payments" or "ch")) return headers.Add("Authorization", $"Bearer {caller}-{Secret}");
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{caller}{caller}-1{timestamp}{body}"));
        return headers
            .Add("Api-Key", caller)
            .Add("Client-Request-Id", $"{caller}-1")
            .Add("Timestamp", timestamp)
            .Add("Authorization", Convert.ToBase64String(signature));
    }

    private async Task<string> TokenAsync(string caller)
    {
        var tokens = _services.GetRequiredService<OrderCloudTokens>();
        var request = new WireRequest(
            "POST",
            new Uri("https://payments.example/oauth/token"),
            ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
                .Add("Content-Type", "application/x-www-form-urlencoded"),
            Encoding.UTF8.GetBytes($"grant_type=client_credentials&client_id={caller}&client_secret={Secret}"));
        var answer = await tokens.PostAsync(request, CancellationToken.None);
        return JsonElement.Parse(answer.Body.Span).GetProperty("access_token").GetString()!;
    }

    private static byte[] CreateSigningKey()
    {
        using var rsa = RSA.Create(2_048);
        return rsa.ExportPkcs8PrivateKey();
    }

    private sealed class NoDeadLetters : IDeadLetters
    {
        public Task<IReadOnlyList<DeadLetter>> ListAsync(int mostPerQueue, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DeadLetter>>([]);

        public Task<int> RequeueAsync(string queue, long? sequenceNumber, CancellationToken cancellationToken) =>
            Task.FromResult(0);
    }
}
