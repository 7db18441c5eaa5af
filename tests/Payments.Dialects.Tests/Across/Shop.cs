using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.Flow;
using Payments.Dialects.OrderCloud;

namespace Payments.Dialects.Tests.Across;

/// <summary>One shop with a client of each API, over one service.</summary>
internal sealed class Shop : IDisposable
{
    public const string Order = "o-1";

    private readonly string _orderCloudToken;

    public Shop()
    {
        var answer = Service.Get<OrderCloudTokens>().PostAsync(
            ServiceUnderTest.Request(
                "POST",
                "/oauth/token",
                "grant_type=client_credentials&client_id=demo-ordercloud-client&client_secret=demo-ordercloud-secret",
                ("Content-Type", "application/x-www-form-urlencoded")),
            default).Result;
        _orderCloudToken = JsonElement.Parse(answer.Body.Span).GetProperty("access_token").GetString()!;
    }

    public ServiceUnderTest Service { get; } = new();

    /// <summary>A call of the Flow client.</summary>
    public Task<JsonElement> FlowAsync<T>(
        int status, string? body, Func<T, WireRequest, Task<WireResponse>> call) where T : notnull => ReadAsync(
            status,
            call(Service.Get<T>(), Request(body, ("Authorization", "Bearer demo-flow-token"))));

    /// <summary>A call of the OrderCloud client.</summary>
    public Task<JsonElement> OrderCloudAsync<T>(
        int status, string? body, Func<T, WireRequest, Task<WireResponse>> call) where T : notnull => ReadAsync(
            status,
            call(Service.Get<T>(), Request(body, ("Authorization", $"Bearer {_orderCloudToken}"))));

    /// <summary>A call of the Commerce Hub client, signed.</summary>
    public Task<JsonElement> HubAsync(
        int status, string body, string requestId, Func<CommerceHubCredits, WireRequest, Task<WireResponse>> call)
    {
        var timestamp = Service.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            "demo-hub-secret"u8, Encoding.UTF8.GetBytes($"demo-hub-key{requestId}{timestamp}{body}"));
        return ReadAsync(status, call(
            Service.Get<CommerceHubCredits>(),
            Request(
                body,
                ("Content-Type", "application/json"),
                ("Api-Key", "demo-hub-key"),
                ("Client-Request-Id", requestId),
                ("Timestamp", timestamp),
                ("Authorization", Convert.ToBase64String(signature)))));
    }

    public Task<JsonElement> RegisterAsync(int total) => FlowAsync<FlowOrders>(
        201,
        $$"""{"currency":"USD","total":{{total}}}""",
        (orders, request) => orders.PutAsync(request, "demo", Order, default));

    public Task<JsonElement> SummaryAsync() => FlowAsync<FlowRefunds>(
        200, null, (refunds, request) => refunds.GetSummaryAsync(request, "demo", Order, default));

    public Task<JsonElement> PaymentAsync(string id) => OrderCloudAsync<OrderCloudPayments>(
        200, null, (payments, request) => payments.GetAsync(request, "All", Order, id, default));

    public void Dispose() => Service.Dispose();

    private static WireRequest Request(string? body, params (string, string)[] headers) =>
        ServiceUnderTest.Request("POST", "/", body, headers);

    private static async Task<JsonElement> ReadAsync(int status, Task<WireResponse> call)
    {
        var answer = await call;
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        Assert.True(status == answer.Status, $"{answer.Status} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
