using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>The organizations of a fuzzed service and their credentials.</summary>
internal sealed class Callers(IReadOnlyDictionary<string, string> orderCloudTokens)
{
    /// <summary>May do everything, and has a stock.</summary>
    public const string Fuzzed = "fuzzed";

    /// <summary>Every request of it that would store something is rejected.</summary>
    public const string Rejected = "rejectedalways";

    /// <summary>Its credentials are sent to the others' addresses.</summary>
    public const string Another = "another";

    /// <summary>Every credential's.</summary>
    public const string Secret = "fuzzsecret";

    private const string OperatorsToken = "demo-ops-token";

    public static string Client(string organization) => $"{organization}-client";

    /// <summary>
    /// The settings of the organizations. There is no limit on requests; open credits are off where everything is
    /// to be rejected.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = CreateSettings();

    /// <summary>The headers that prove, or don't, who sends a request.</summary>
    public IEnumerable<(string Name, string Value)> Authenticate(Draft draft, byte[] body) =>
        Surfaces.Of(draft.Operation) switch
        {
            Surface.Flow or Surface.Sandbox => Token("Basic", draft, Flow),
            Surface.OrderCloud => Token("Bearer", draft, owner => orderCloudTokens[owner]),
            Surface.CommerceHub => Sign(draft, body),
            Surface.Operators => Token("Bearer", draft, _ => OperatorsToken),
            _ => [],
        };

    private static Dictionary<string, string> CreateSettings()
    {
        var settings = new Dictionary<string, string>();
        string[] organizations = [Fuzzed, Rejected, Another];
        for (var n = 0; n < organizations.Length; n++)
        {
            var (name, prefix) = (organizations[n], $"Organizations__{n}__");
            settings[$"{prefix}Id"] = name;
            settings[$"{prefix}RequestsPerSecond"] = "1000000";
            // The most that can be set: one mutated amount must not use up what the credits after it need.
            if (name != Rejected) settings[$"{prefix}CreditsPerDay"] = "USD 10000000000000.00";
            settings[$"{prefix}FlowTokens__0"] = $"{name}-{Secret}";
            settings[$"{prefix}OrderCloudClients__0__Id"] = Client(name);
            settings[$"{prefix}OrderCloudClients__0__Secret"] = Secret;
            settings[$"{prefix}OrderCloudClients__0__Roles"] = "OrderAdmin OrderReader Shopper";
            settings[$"{prefix}CommerceHubKeys__0__Key"] = HubKey(name);
            settings[$"{prefix}CommerceHubKeys__0__Secret"] = Secret;
        }

        return settings;
    }

    private static string HubKey(string organization) => $"{organization}-hub";

    private static string Flow(string owner) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{owner}-{Secret}:"));

    private static IEnumerable<(string Name, string Value)> Token(
        string scheme, Draft draft, Func<string, string> proof)
    {
        const string Header = "Authorization";
        var token = proof(draft.Organization);
        return draft.Proof switch
        {
            Proof.Right => [(Header, $"{scheme} {token}")],
            Proof.OfAnother => [(Header, $"{scheme} {proof(Another)}")],
            Proof.None => [],
            Proof.WrongSecret => [(Header, $"{scheme} {token[..^4]}AAAA")],
            Proof.UnknownId => [(Header, $"{scheme} {Flow($"nobody{draft.Number}")}")],
            Proof.OfAnotherApi => [(Header, $"Bearer {draft.Organization}-client")],
            _ => [(Header, $"{scheme}{scheme} \u00e4\u00f6=== {token}")],
        };
    }

    private static IEnumerable<(string Name, string Value)> Sign(Draft draft, byte[] body)
    {
        var owner = draft.Proof == Proof.OfAnother ? Another : draft.Organization;
        var key = draft.Proof == Proof.UnknownId ? $"nobody{draft.Number}" : HubKey(owner);
        var id = Tag.Of(draft.Number);
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var secret = draft.Proof == Proof.WrongSecret ? "wrong" : Secret;
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret),
            (byte[])[.. Encoding.UTF8.GetBytes($"{key}{id}{timestamp}"), .. body]);
        if (draft.Proof == Proof.None) return [];
        return
        [
            ("Api-Key", key), ("Client-Request-Id", id), ("Timestamp", timestamp), ("Auth-Token-Type", "HMAC"),
            ("Authorization", draft.Proof switch
            {
                Proof.Malformed => "%%%",
                Proof.OfAnotherApi => $"Basic {Flow(owner)}",
                _ => Convert.ToBase64String(signature),
            }),
        ];
    }
}
