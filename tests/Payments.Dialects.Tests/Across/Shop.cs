using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Orders;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Across;

/// <summary>One shop with a client of each API, all calling the same service.</summary>
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
        int status, string? body, Func<T, FlowCall, Task<WireResponse>> operation) where T : notnull => ReadAsync(
            status,
            Service.FlowAsync(
                Request(body, ("Authorization", "Bearer demo-flow-token")),
                "demo",
                call => operation(Service.Get<T>(), call)));

    /// <summary>A call of the OrderCloud client.</summary>
    public Task<JsonElement> OrderCloudAsync<T>(
        int status, string? body, Func<T, OrderCloudCall, Task<WireResponse>> operation) where T : notnull =>
        ReadAsync(
            status,
            Service.OrderCloudAsync(
                Request(body, ("Authorization", $"Bearer {_orderCloudToken}")),
                "All",
                Order,
                call => operation(Service.Get<T>(), call)));

    /// <summary>A call of the Commerce Hub client, signed.</summary>
    public Task<JsonElement> HubAsync(
        int status, string body, string requestId, Func<CommerceHubCredits, HubCall, Task<WireResponse>> operation)
    {
        var timestamp = Service.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            "demo-hub-secret"u8, Encoding.UTF8.GetBytes($"demo-hub-key{requestId}{timestamp}{body}"));
        var request = Request(
            body,
            ("Content-Type", "application/json"),
            ("Api-Key", "demo-hub-key"),
            ("Client-Request-Id", requestId),
            ("Timestamp", timestamp),
            ("Authorization", Convert.ToBase64String(signature)));
        return ReadAsync(status, Service.Get<CommerceHubDialect>().AnswerAsync(
            request, (call, _) => operation(Service.Get<CommerceHubCredits>(), call), default));
    }

    public Task<JsonElement> RegisterAsync(int total) => FlowAsync<FlowOrders>(
        201,
        $$"""{"currency":"USD","total":{{total}}}""",
        (orders, call) => orders.PutAsync(call, Order, default));

    public Task<JsonElement> SummaryAsync() => FlowAsync<FlowRefunds>(
        200, null, (refunds, call) => refunds.GetSummaryAsync(call, Order, default));

    public Task<JsonElement> PaymentAsync(string id) => OrderCloudAsync<OrderCloudPayments>(
        200, null, (payments, call) => payments.GetAsync(call, id, default));

    public void Dispose() => Service.Dispose();

    private static WireRequest Request(string? body, params (string, string)[] headers) =>
        ServiceUnderTest.Request("POST", "/", body, headers);

    private static async Task<JsonElement> ReadAsync(int status, Task<WireResponse> asked)
    {
        var answer = await asked;
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        Assert.True(status == answer.Status, $"{answer.Status} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
