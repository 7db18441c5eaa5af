using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests;

/// <summary>A response of the service.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The JSON, or null for none.</param>
public sealed record Reply(int Status, JsonNode? Body);

/// <summary>A storefront that uses Flow with the token of the sample settings.</summary>
public sealed class Storefront(HttpClient http)
{
    private const string Token = "demo-flow-token";

    /// <summary>Calls an operation of the organization.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, JsonObject? body = null, string root = "/demo/")
    {
        using var request = new HttpRequestMessage(method, root + path);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Token}:")));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>
    /// Creates an order, authorized in full and captured in the given parts; returns the authorization's id.
    /// </summary>
    public async Task<string> CreatePaidOrderAsync(string number, params decimal[] captures)
    {
        await ExpectAsync(201, SendAsync(
            HttpMethod.Put, $"orders/{number}", new JsonObject { ["currency"] = "USD", ["total"] = captures.Sum() }));
        var authorization = await ExpectAsync(201, SendAsync(HttpMethod.Post, "authorizations", new JsonObject
        {
            ["discriminator"] = "merchant_of_record_authorization_form",
            ["token"] = "tok-visa",
            ["order_number"] = number,
        }));
        var id = authorization["id"]!.GetValue<string>();
        foreach (var amount in captures)
        {
            await ExpectAsync(201, SendAsync(
                HttpMethod.Post, "captures", new JsonObject { ["authorization_id"] = id, ["amount"] = amount }));
        }

        return id;
    }

    /// <summary>Requests a refund of an order.</summary>
    public Task<Reply> RefundAsync(string order, decimal amount, string? key = null)
    {
        var body = new JsonObject { ["order_number"] = order, ["amount"] = amount, ["currency"] = "USD" };
        if (key is not null) body["key"] = key;
        return SendAsync(HttpMethod.Post, "refunds", body);
    }

    /// <summary>Waits for the refund's final state.</summary>
    public async Task<JsonNode> WaitForFinalStateAsync(string key)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var refund = await ExpectAsync(200, SendAsync(HttpMethod.Get, $"refunds/{key}"));
            if (refund["status"]!.GetValue<string>() != "pending") return refund;
            await Task.Delay(50);
        }

        throw new TimeoutException($"Refund {key} is still pending after 30 seconds.");
    }

    /// <summary>The total of refunds that the sandbox processor actually paid out, in USD.</summary>
    public async Task<decimal> SumPaidOutAsync()
    {
        var books = await ExpectAsync(200, SendAsync(HttpMethod.Get, "sandbox", root: "/ops/"));
        return books["refunded"]?["USD"]?.GetValue<decimal>() ?? 0m;
    }

    /// <summary>Returns the body of a response that must have a given status.</summary>
    public static async Task<JsonNode> ExpectAsync(int status, Task<Reply> replying)
    {
        var reply = await replying;
        Assert.True(reply.Status == status, $"expected {status}, got {reply.Status}: {reply.Body?.ToJsonString()}");
        return reply.Body!;
    }
}
