using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Launcher.Demo;

/// <summary>The demo storefront's credentials, from local.settings.sample.json.</summary>
internal static class DemoCredentials
{
    public const string Organization = "demo";
    public const string FlowToken = "demo-flow-token";
    public const string OrderCloudClient = "demo-ordercloud-client";
    public const string OrderCloudSecret = "demo-ordercloud-secret";
    public const string CommerceHubKey = "demo-commercehub-key";
    public const string CommerceHubSecret = "demo-commercehub-secret";
}

/// <summary>A storefront that uses all three APIs and requires the expected status of every response.</summary>
internal sealed class StorefrontClient(HttpClient http)
{
    /// <summary>Calls a Flow operation of the organization.</summary>
    public Task<JsonNode> FlowAsync(
        HttpMethod method, string path, JsonObject? body, int expectedStatus, CancellationToken cancellationToken) =>
        FlowAsync(method, path, body, expectedStatus, traceParent: null, cancellationToken);

    /// <summary>Calls a Flow operation of the organization in a trace; null for none.</summary>
    public Task<JsonNode> FlowAsync(
        HttpMethod method,
        string path,
        JsonObject? body,
        int expectedStatus,
        string? traceParent,
        CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, $"/{DemoCredentials.Organization}/{path}");
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{DemoCredentials.FlowToken}:"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        if (traceParent is not null) request.Headers.Add("traceparent", traceParent);
        if (body is not null) request.Content = Json(body.ToJsonString());
        return SendAsync(request, expectedStatus, cancellationToken);
    }

    /// <summary>Lists an order's payments through OrderCloud.</summary>
    public async Task<JsonNode> OrderCloudPaymentsAsync(string order, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = "OrderReader",
                ["client_id"] = DemoCredentials.OrderCloudClient,
                ["client_secret"] = DemoCredentials.OrderCloudSecret,
            }),
        };
        var token = await SendAsync(request, 200, cancellationToken);
        var listing = new HttpRequestMessage(HttpMethod.Get, $"/v1/orders/Incoming/{order}/payments");
        var bearer = token["access_token"]!.GetValue<string>();
        listing.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return (await SendAsync(listing, 200, cancellationToken))["Items"]!;
    }

    /// <summary>Sends an open credit through Commerce Hub, signed as its clients sign.</summary>
    public Task<JsonNode> CreditAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var text = body.ToJsonString();
        var request = new HttpRequestMessage(HttpMethod.Post, "/payments/v1/credits") { Content = Json(text) };
        var id = Guid.NewGuid().ToString();
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(DemoCredentials.CommerceHubSecret),
            Encoding.UTF8.GetBytes(DemoCredentials.CommerceHubKey + id + timestamp + text)));
        request.Headers.Add("Api-Key", DemoCredentials.CommerceHubKey);
        request.Headers.Add("Client-Request-Id", id);
        request.Headers.Add("Timestamp", timestamp);
        request.Headers.Add("Auth-Token-Type", "HMAC");
        request.Headers.TryAddWithoutValidation("Authorization", signature);
        return SendAsync(request, 201, cancellationToken);
    }

    private async Task<JsonNode> SendAsync(
        HttpRequestMessage request, int expectedStatus, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if ((int)response.StatusCode != expectedStatus)
        {
            var status = (int)response.StatusCode;
            throw new DemoFailedException(
                $"{request.Method} {request.RequestUri} returned {status} instead of {expectedStatus}: {text}");
        }

        return JsonNode.Parse(text) ?? throw new DemoFailedException($"{request.RequestUri} returned an empty body.");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

/// <summary>The demo can't continue.</summary>
internal sealed class DemoFailedException(string message) : Exception(message);
