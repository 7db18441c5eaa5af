using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests.Faults;

/// <summary>
/// Requests to the three APIs with the credentials of the sample settings, created anew each time they are sent.
/// </summary>
internal static class Requests
{
    private const string HubKey = "demo-commercehub-key";
    private const string CreditsPath = "/payments/v1/credits";
    private const string HubSecret = "demo-commercehub-secret";

    /// <summary>A Flow request, below the organization or another root.</summary>
    public static HttpRequestMessage Flow(
        HttpMethod method, string path, JsonObject? body = null, string root = "/demo/")
    {
        var request = new HttpRequestMessage(method, root + path);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String("demo-flow-token:"u8));
        if (body is not null) request.Content = Json(body.ToJsonString());
        return request;
    }

    /// <summary>An OrderCloud request on an order's payments.</summary>
    public static HttpRequestMessage OrderCloud(string token, string order, string path, JsonObject body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/orders/Incoming/{order}/payments{path}")
        {
            Content = Json(body.ToJsonString()),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <summary>Requests an OrderCloud token with all roles.</summary>
    public static HttpRequestMessage Token() => new(HttpMethod.Post, "/oauth/token")
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = "OrderAdmin OrderReader Shopper",
            ["client_id"] = "demo-ordercloud-client",
            ["client_secret"] = "demo-ordercloud-secret",
        }),
    };

    /// <summary>A Commerce Hub credit, signed when it is sent.</summary>
    public static HttpRequestMessage Credit(string clientRequestId, decimal amount)
    {
        var body = new JsonObject
        {
            ["amount"] = new JsonObject { ["total"] = amount, ["currency"] = "USD" },
            ["source"] = new JsonObject
            {
                ["sourceType"] = "PaymentCard",
                ["card"] = new JsonObject
                {
                    ["cardData"] = "4005550000000019",
                    ["expirationMonth"] = "02",
                    ["expirationYear"] = "2035",
                },
            },
            ["merchantDetails"] = new JsonObject { ["merchantId"] = "123456789789567", ["terminalId"] = "123456" },
        };
        return Hub(HttpMethod.Post, CreditsPath, clientRequestId, body.ToJsonString());
    }

    /// <summary>Reads the current state of a credit.</summary>
    public static HttpRequestMessage ReadCredit(string transactionId) =>
        Hub(HttpMethod.Get, $"{CreditsPath}/{transactionId}", Guid.NewGuid().ToString(), "");

    /// <summary>A request to any operation, with the credentials of its API.</summary>
    public static HttpRequestMessage Create(Operation operation, string query, string token, string? body)
    {
        var method = new HttpMethod(operation.Method);
        var path = operation.Path + query;
        var first = operation.Path.Split('/')[1];
        if (first is "payments" or "ch") return Hub(method, path, Guid.NewGuid().ToString(), body ?? "");
        // The sandbox's books are those of a Flow token's organization.
        var isFlow = first == "demo" || operation.Path.StartsWith("/ops/sandbox", StringComparison.Ordinal);
        var request = isFlow ? Flow(method, path, root: "") : new HttpRequestMessage(method, path);
        if (first == "v1") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (first == "ops" && !isFlow)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "demo-ops-token");
        if (body is not null) request.Content = Json(body);
        return request;
    }

    /// <summary>Adds an Idempotency-Key to the request.</summary>
    public static HttpRequestMessage WithKey(this HttpRequestMessage request, string? idempotencyKey)
    {
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return request;
    }

    private static HttpRequestMessage Hub(HttpMethod method, string path, string clientRequestId, string text)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(HubSecret), Encoding.UTF8.GetBytes(HubKey + clientRequestId + timestamp + text)));
        var request = new HttpRequestMessage(method, path);
        if (text.Length > 0) request.Content = Json(text);
        request.Headers.Add("Api-Key", HubKey);
        request.Headers.Add("Client-Request-Id", clientRequestId);
        request.Headers.Add("Timestamp", timestamp);
        request.Headers.Add("Auth-Token-Type", "HMAC");
        request.Headers.TryAddWithoutValidation("Authorization", signature);
        return request;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
