using System.Text;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Dialects.Flow.Identifiers;
using Payments.Dialects.Flow.Orders;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.Wire;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Flow;

/// <summary>A shop that calls the Flow dialect, as organization <c>demo</c> unless it says otherwise.</summary>
public sealed class FlowShop : IDisposable
{
    public ServiceUnderTest Service { get; init; } = new();

    public string Token { get; init; } = "demo-flow-token";

    public string Organization { get; init; } = "demo";

    /// <summary>Another organization's shop at the same service; this shop still disposes of the service.</summary>
    public FlowShop OfAnotherOrganization() =>
        new() { Service = Service, Token = "other-flow-token", Organization = "other" };

    public Task<FlowAnswer> PutOrder(string number, string body) => Send(
        "PUT", $"orders/{number}", body,
        call => Service.Get<FlowOrders>().PutAsync(call, number, default));

    public Task<FlowAnswer> PostOrder(string body) => Send(
        "POST", "orders", body,
        call => Service.Get<FlowOrders>().PostAsync(call, default));

    public Task<FlowAnswer> GetOrders(string query) => Send(
        "GET", $"orders{query}", null,
        call => Service.Get<FlowOrders>().GetSomeAsync(call, default));

    public Task<FlowAnswer> GetOrder(string number) => Send(
        "GET", $"orders/{number}", null,
        call => Service.Get<FlowOrders>().GetAsync(call, number, default));

    public Task<FlowAnswer> Authorize(string body) => Send(
        "POST", "authorizations", body,
        call => Service.Get<FlowAuthorizations>().PostAsync(call, default));

    public Task<FlowAnswer> GetAuthorization(string key) => Send(
        "GET", $"authorizations/{key}", null,
        call => Service.Get<FlowAuthorizations>().GetAsync(call, key, default));

    public Task<FlowAnswer> Release(string key, string? body = null) => Send(
        "POST", $"authorizations/{key}/release", body,
        call => Service.Get<FlowAuthorizations>().PostReleaseAsync(call, key, default));

    public Task<FlowAnswer> Capture(string body) => Send(
        "POST", "captures", body,
        call => Service.Get<FlowCaptures>().PostAsync(call, default));

    public Task<FlowAnswer> GetCapture(string key) => Send(
        "GET", $"captures/{key}", null,
        call => Service.Get<FlowCaptures>().GetAsync(call, key, default));

    public Task<FlowAnswer> Refund(string body) => Send(
        "POST", "refunds", body,
        call => Service.Get<FlowRefunds>().PostAsync(call, default));

    public Task<FlowAnswer> PreviewRefund(string body, string query = "") => Send(
        "POST", $"refunds/preview{query}", body,
        call => Service.Get<FlowRefunds>().PreviewAsync(call, default));

    public Task<FlowAnswer> GetRefund(string key) => Send(
        "GET", $"refunds/{key}", null,
        call => Service.Get<FlowRefunds>().GetAsync(call, key, default));

    public Task<FlowAnswer> DeleteRefund(string key) => Send(
        "DELETE", $"refunds/{key}", null,
        call => Service.Get<FlowRefunds>().DeleteAsync(call, key, default));

    public Task<FlowAnswer> GetAllocations(string key) => Send(
        "GET", $"refunds/{key}/allocations", null,
        call => Service.Get<FlowRefunds>().GetAllocationsAsync(call, key, default));

    public Task<FlowAnswer> GetSummary(string number) => Send(
        "GET", $"refunds/summary/{number}", null,
        call => Service.Get<FlowRefunds>().GetSummaryAsync(call, number, default));

    public Task<FlowAnswer> Credit(string body, string query = "") => Send(
        "POST", $"credit/payments{query}", body,
        call => Service.Get<FlowCreditPayments>().PostAsync(call, default));

    public Task<FlowAnswer> GetCredit(string key, string query = "") => Send(
        "GET", $"credit/payments/{key}{query}", null,
        call => Service.Get<FlowCreditPayments>().GetAsync(call, key, default));

    public Task<FlowAnswer> PutCredit(string key, string body, string query = "") => Send(
        "PUT", $"credit/payments/{key}{query}", body,
        call => Service.Get<FlowCreditPayments>().PutAsync(call, key, default));

    public Task<FlowAnswer> DeleteCredit(string key) => Send(
        "DELETE", $"credit/payments/{key}", null,
        call => Service.Get<FlowCreditPayments>().DeleteAsync(call, key, default));

    public Task<FlowAnswer> PutAuthorization(string key, string body) => Send(
        "PUT", $"authorizations/{key}", body,
        call => Service.Get<FlowAuthorizations>().PutAsync(call, key, default));

    public Task<FlowAnswer> DeleteAuthorization(string key) => Send(
        "DELETE", $"authorizations/{key}", null,
        call => Service.Get<FlowAuthorizations>().DeleteAsync(call, key, default));

    public Task<FlowAnswer> GetIdentifiers(string resource, string key, string query = "") => Send(
        "GET", $"{resource}/{key}/identifiers{query}", null,
        call => resource == "refunds"
            ? Service.Get<FlowIdentifiers>().ListAsync<Refund>(call, key, default)
            : Service.Get<FlowIdentifiers>().ListAsync<Capture>(call, key, default));

    public Task<FlowAnswer> PutIdentifier(string resource, string key, string identifier, string body) => Send(
        "PUT", $"{resource}/{key}/identifiers/{identifier}", body,
        call => resource == "refunds"
            ? Service.Get<FlowIdentifiers>().PutAsync<Refund>(call, key, identifier, default)
            : Service.Get<FlowIdentifiers>().PutAsync<Capture>(call, key, identifier, default));

    public Task<FlowAnswer> DeleteIdentifier(string resource, string key, string identifier) => Send(
        "DELETE", $"{resource}/{key}/identifiers/{identifier}", null,
        call => resource == "refunds"
            ? Service.Get<FlowIdentifiers>().DeleteAsync<Refund>(call, key, identifier, default)
            : Service.Get<FlowIdentifiers>().DeleteAsync<Capture>(call, key, identifier, default));

    /// <summary>An order of 100 dollars, paid by an authorization with these captures; returns their ids.</summary>
    public async Task<(string Authorization, string[] Captures)> PaidOrder(string number, params string[] amounts)
    {
        Assert.Equal(201, (await PutOrder(number, """{"currency":"USD","total":100,"shipping":7.50}""")).Status);
        var authorized = await Authorize(
            $$"""
            {"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"{{number}}"}
            """);
        Assert.Equal(201, authorized.Status);
        var captures = new List<string>();
        foreach (var amount in amounts)
        {
            var captured = await Capture($$"""{"authorization_id":"{{authorized.Of("id")}}","amount":{{amount}}}""");
            Assert.Equal(201, captured.Status);
            captures.Add(captured.Of("id"));
        }

        return (authorized.Of("id"), [.. captures]);
    }

    /// <summary>Asserts that the request is rejected with 422, and that nothing is stored.</summary>
    public async Task<FlowAnswer> Rejected(Func<Task<FlowAnswer>> ask)
    {
        var before = await Service.StoredAsync();
        var answer = await ask();
        Assert.True(answer.Status == 422, $"{answer.Status} {answer.Text}");
        Assert.Equal(before, await Service.StoredAsync());
        Assert.Empty(Service.Queue.TakeAll());
        return answer;
    }

    public void Dispose() => Service.Dispose();

    private async Task<FlowAnswer> Send(
        string method, string path, string? body, Func<FlowCall, Task<WireResponse>> operation)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Token}:"));
        var request = ServiceUnderTest.Request(
            method, $"/{Organization}/{path}", body, ("Authorization", $"Basic {basic}"));
        var response = await Service.FlowAsync(request, Organization, operation);
        return new FlowAnswer(response.Status, Encoding.UTF8.GetString(response.Body.Span));
    }
}
