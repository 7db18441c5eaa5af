using System.Text;
using System.Text.Json;
using Payments.Dialects.OrderCloud.Orders;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.Wire;
using Payments.Handlers.Orders;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Tests.OrderCloud;

/// <summary>A storefront with a token and an order, and its requests.</summary>
public sealed class OrderCloudShop : IDisposable
{
    public const string Order = "o-77";

    public ServiceUnderTest Service { get; init; } = new();

    public static CancellationToken None => CancellationToken.None;

    public static Money Usd(decimal amount) =>
        Money.TryFromDecimal(amount, Currency.Parse("USD"), out var money)
            ? money
            : throw new ArgumentOutOfRangeException(nameof(amount));

    public static async Task<OrderCloudShop> WithOrderAsync(decimal total = 100m, string order = Order)
    {
        var shop = new OrderCloudShop();
        await shop.RegisterAsync(order, total);
        return shop;
    }

    public Task RegisterAsync(string order, decimal total) => Service.Get<OrderHandler>()
        .RegisterAsync(ServiceUnderTest.Demo, OrderNumber.From(order), Usd(total), Usd(0), None);

    public async Task<string> TokenAsync(
        string scope = "", string client = "demo-ordercloud-client", string secret = "demo-ordercloud-secret")
    {
        var answer = await PostFormAsync(
            $"grant_type=client_credentials&scope={Uri.EscapeDataString(scope)}"
            + $"&client_id={client}&client_secret={secret}");
        return Json(answer).GetProperty("access_token").GetString()!;
    }

    public Task<WireResponse> PostFormAsync(string form, string type = "application/x-www-form-urlencoded") =>
        Service.Get<OrderCloudTokens>().PostAsync(
            ServiceUnderTest.Request("POST", "/oauth/token", form, ("Content-Type", type)), None);

    public async Task<WireResponse> CreateAsync(
        string body, string order = Order, string direction = "Outgoing", string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync("POST", $"/v1/orders/{direction}/{order}/payments", body, token),
            direction,
            order,
            call => Service.Get<OrderCloudPayments>().PostAsync(call, None));

    public async Task<WireResponse> PutOrderAsync(string order, string body, string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync("PUT", $"/v1/orders/Incoming/{Uri.EscapeDataString(order)}", body, token),
            "Incoming",
            order,
            call => Service.Get<OrderCloudOrders>().PutAsync(call, None));

    public async Task<WireResponse> GetOrderAsync(string order, string direction = "All", string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync("GET", $"/v1/orders/{direction}/{Uri.EscapeDataString(order)}", null, token),
            direction,
            order,
            call => Service.Get<OrderCloudOrders>().GetAsync(call, None));

    public async Task<WireResponse> GetAsync(
        string payment, string order = Order, string direction = "All", string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync("GET", $"/v1/orders/{direction}/{order}/payments/{payment}", null, token),
            direction,
            order,
            call => Service.Get<OrderCloudPayments>().GetAsync(call, payment, None));

    public async Task<WireResponse> ListAsync(
        string query = "", string order = Order, string direction = "Incoming", string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync("GET", $"/v1/orders/{direction}/{order}/payments{query}", null, token),
            direction,
            order,
            call => Service.Get<OrderCloudPayments>().ListAsync(call, None));

    public async Task<WireResponse> TransactAsync(
        string payment, string body, string order = Order, string direction = "Incoming", string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync("POST", $"/v1/orders/{direction}/{order}/payments/{payment}/transactions", body, token),
            direction,
            order,
            call => Service.Get<OrderCloudTransactions>().PostAsync(call, payment, None));

    public async Task<WireResponse> PatchAsync(string payment, string body, string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync("PATCH", $"/v1/orders/Incoming/{Order}/payments/{payment}", body, token),
            "Incoming",
            Order,
            call => Service.Get<OrderCloudPayments>().PatchAsync(call, payment, None));

    public async Task<WireResponse> DeleteAsync(string payment, string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync("DELETE", $"/v1/orders/Incoming/{Order}/payments/{payment}", null, token),
            "Incoming",
            Order,
            call => Service.Get<OrderCloudPayments>().DeleteAsync(call, payment, None));

    public async Task<WireResponse> DeleteTransactionAsync(string payment, string transaction, string? token = null) =>
        await Service.OrderCloudAsync(
            await RequestAsync(
                "DELETE", $"/v1/orders/Incoming/{Order}/payments/{payment}/transactions/{transaction}", null, token),
            "Incoming",
            Order,
            call => Service.Get<OrderCloudTransactions>().DeleteAsync(call, payment, transaction, None));

    /// <summary>A transaction as integrations send them.</summary>
    public Task<WireResponse> TransactAsync(string payment, string id, string type, decimal amount) =>
        TransactAsync(payment, FormattableString.Invariant(
            $$"""{"ID":"{{id}}","Type":"{{type}}","DateExecuted":"2026-03-14T09:00:00+00:00","Amount":{{amount}},"Succeeded":true}"""));

    public async Task<WireRequest> RequestAsync(string method, string path, string? body, string? token) =>
        ServiceUnderTest.Request(
            method,
            path,
            body,
            ("Authorization", $"Bearer {token ?? await TokenAsync()}"),
            ("Content-Type", "application/json"));

    public async Task<LedgerHead> HeadAsync(string order = Order) => (await Service.Ledgers.LoadAsync(
        LedgerAddress.ForOrder(ServiceUnderTest.Demo, OrderNumber.From(order)), [], None)).Head!;

    public static JsonElement Json(WireResponse answer) => JsonDocument.Parse(answer.Body).RootElement;

    public static string Text(WireResponse answer) => Encoding.UTF8.GetString(answer.Body.Span);

    public static string Code(WireResponse answer) =>
        Json(answer).GetProperty("Errors")[0].GetProperty("ErrorCode").GetString()!;

    public static string[] Ids(WireResponse list) =>
        [.. Json(list).GetProperty("Items").EnumerateArray().Select(item => item.GetProperty("ID").GetString()!)];

    public void Dispose() => Service.Dispose();
}
