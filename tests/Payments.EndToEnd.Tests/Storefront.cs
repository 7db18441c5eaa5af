using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests;

/// <summary>An answer of the service.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The JSON, or null for none.</param>
public sealed record Reply(int Status, JsonNode? Body);

/// <summary>A storefront that speaks Flow's dialect with the sample settings' token.</summary>
public sealed class Storefront(HttpClient http)
{
    private const string Token = "demo-flow-token";

    /// <summary>One operation below the organization.</summary>
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

    /// <summary>An order, authorized in full and captured in the given parts; the authorization's id.</summary>
    public async Task<string> PaidOrderAsync(string number, params decimal[] captures)
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

    /// <summary>Asks for a refund of an order.</summary>
    public Task<Reply> RefundAsync(string order, decimal amount, string? key = null)
    {
        var body = new JsonObject { ["order_number"] = order, ["amount"] = amount, ["currency"] = "USD" };
        if (key is not null) body["key"] = key;
        return SendAsync(HttpMethod.Post, "refunds", body);
    }

    /// <summary>The refund once it is pending no more.</summary>
    public async Task<JsonNode> SettledAsync(string key)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var refund = await ExpectAsync(200, SendAsync(HttpMethod.Get, $"refunds/{key}"));
            if (refund["status"]!.GetValue<string>() != "pending") return refund;
            await Task.Delay(50);
        }

        throw new TimeoutException($"Refund {key} is pending after 30 seconds.");
    }

    /// <summary>What the sandbox processor really paid out for refunds, in USD.</summary>
    public async Task<decimal> PaidOutAsync()
    {
        var books = await ExpectAsync(200, SendAsync(HttpMethod.Get, "sandbox", root: "/ops/"));
        return books["refunded"]?["USD"]?.GetValue<decimal>() ?? 0m;
    }

    /// <summary>The body of a reply that must have a status.</summary>
    public static async Task<JsonNode> ExpectAsync(int status, Task<Reply> replying)
    {
        var reply = await replying;
        Assert.True(reply.Status == status, $"expected {status}, got {reply.Status}: {reply.Body?.ToJsonString()}");
        return reply.Body!;
    }
}
