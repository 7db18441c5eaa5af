using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Simulation.Clients;

/// <summary>The requests of an OrderCloud storefront: JSON, and a token that is renewed in time.</summary>
internal sealed class OrderCloudCalls(OrderCloudTokens tokens, TimeProvider time)
{
    private const string Secret = "secret";
    private static readonly TimeSpan Renewal = TimeSpan.FromHours(5);

    private readonly Dictionary<OrganizationId, (string Token, DateTimeOffset At)> _tokens = [];

    /// <summary>One client per organization.</summary>
    public static InMemoryCredentials Credentials { get; } = "abcd"
        .Select(letter => OrganizationId.From($"shop-{letter}"))
        .Aggregate(
            new InMemoryCredentials().With(new SigningKey(SampleKey(), DateTimeOffset.UnixEpoch)),
            (known, organization) => known.WithHashed(
                Api.OrderCloud, organization.Value, Secret, organization, "FullAccess"));

    /// <summary>A request with a body, and with a key if the storefront has one for it.</summary>
    public async Task<WireRequest> PostAsync(OrganizationId organization, string path, string body, Key? key)
    {
        var headers = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
            .Add("Authorization", $"Bearer {await TokenAsync(organization)}")
            .Add("Content-Type", "application/json");
        if (key is { } given) headers = headers.Add(IdempotencyMiddleware.Header, given.Value);
        return Request(path, headers, body);
    }

    /// <summary>A key that is the same in every run, so that a seed always gives the same history.</summary>
    private static byte[] SampleKey()
    {
        var sample = Path.Combine(RepositoryRoot.Path, "local.settings.sample.json");
        using var settings = JsonDocument.Parse(File.ReadAllBytes(sample));
        return settings.RootElement.GetProperty("Values").GetProperty("OrderCloud__SigningKey").GetBytesFromBase64();
    }

    private async Task<string> TokenAsync(OrganizationId organization)
    {
        var now = time.GetUtcNow();
        if (_tokens.TryGetValue(organization, out var known) && now - known.At < Renewal) return known.Token;
        var answer = await tokens.PostAsync(
            Request(
                "/oauth/token",
                ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
                    .Add("Content-Type", "application/x-www-form-urlencoded"),
                $"grant_type=client_credentials&client_id={organization}&client_secret={Secret}"),
            CancellationToken.None);
        var token = JsonElement.Parse(answer.Body.Span).GetProperty("access_token").GetString()!;
        _tokens[organization] = (token, now);
        return token;
    }

    private static WireRequest Request(string path, ImmutableDictionary<string, string> headers, string body) =>
        new("POST", new Uri($"https://payments.example{path}"), headers, Encoding.UTF8.GetBytes(body));
}
