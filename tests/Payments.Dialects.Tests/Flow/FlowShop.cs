using System.Text;
using Payments.Dialects.Flow;

namespace Payments.Dialects.Tests.Flow;

/// <summary>A shop that calls the Flow dialect, as organization <c>demo</c> unless it says otherwise.</summary>
public sealed class FlowShop : IDisposable
{
    public ServiceUnderTest Service { get; init; } = new();

    public string Token { get; init; } = "demo-flow-token";

    public string Organization { get; init; } = "demo";

    /// <summary>Another organization's shop at the same service, which stays this one's to dispose of.</summary>
    public FlowShop OfAnotherOrganization() =>
        new() { Service = Service, Token = "other-flow-token", Organization = "other" };

    public Task<FlowAnswer> PutOrder(string number, string body) => Send(
        "PUT", $"orders/{number}", body,
        request => Service.Get<FlowOrders>().PutAsync(request, Organization, number, default));

    public Task<FlowAnswer> PostOrder(string body) => Send(
        "POST", "orders", body,
        request => Service.Get<FlowOrders>().PostAsync(request, Organization, default));

    public Task<FlowAnswer> GetOrders(string query) => Send(
        "GET", $"orders{query}", null,
        request => Service.Get<FlowOrders>().GetSomeAsync(request, Organization, default));

    public Task<FlowAnswer> GetOrder(string number) => Send(
        "GET", $"orders/{number}", null,
        request => Service.Get<FlowOrders>().GetAsync(request, Organization, number, default));

    public Task<FlowAnswer> Authorize(string body) => Send(
        "POST", "authorizations", body,
        request => Service.Get<FlowAuthorizations>().PostAsync(request, Organization, default));

    public Task<FlowAnswer> GetAuthorization(string key) => Send(
        "GET", $"authorizations/{key}", null,
        request => Service.Get<FlowAuthorizations>().GetAsync(request, Organization, key, default));

    public Task<FlowAnswer> Release(string key, string? body = null) => Send(
        "POST", $"authorizations/{key}/release", body,
        request => Service.Get<FlowAuthorizations>().PostReleaseAsync(request, Organization, key, default));

    public Task<FlowAnswer> Capture(string body) => Send(
        "POST", "captures", body,
        request => Service.Get<FlowCaptures>().PostAsync(request, Organization, default));

    public Task<FlowAnswer> GetCapture(string key) => Send(
        "GET", $"captures/{key}", null,
        request => Service.Get<FlowCaptures>().GetAsync(request, Organization, key, default));

    public Task<FlowAnswer> Refund(string body) => Send(
        "POST", "refunds", body,
        request => Service.Get<FlowRefunds>().PostAsync(request, Organization, default));

    public Task<FlowAnswer> GetRefund(string key) => Send(
        "GET", $"refunds/{key}", null,
        request => Service.Get<FlowRefunds>().GetAsync(request, Organization, key, default));

    public Task<FlowAnswer> DeleteRefund(string key) => Send(
        "DELETE", $"refunds/{key}", null,
        request => Service.Get<FlowRefunds>().DeleteAsync(request, Organization, key, default));

    public Task<FlowAnswer> GetAllocations(string key) => Send(
        "GET", $"refunds/{key}/allocations", null,
        request => Service.Get<FlowRefunds>().GetAllocationsAsync(request, Organization, key, default));

    public Task<FlowAnswer> GetSummary(string number) => Send(
        "GET", $"refunds/summary/{number}", null,
        request => Service.Get<FlowRefunds>().GetSummaryAsync(request, Organization, number, default));

    public Task<FlowAnswer> Credit(string body, string query = "") => Send(
        "POST", $"credit/payments{query}", body,
        request => Service.Get<FlowCreditPayments>().PostAsync(request, Organization, default));

    public Task<FlowAnswer> GetCredit(string key, string query = "") => Send(
        "GET", $"credit/payments/{key}{query}", null,
        request => Service.Get<FlowCreditPayments>().GetAsync(request, Organization, key, default));

    public Task<FlowAnswer> PutCredit(string key, string body, string query = "") => Send(
        "PUT", $"credit/payments/{key}{query}", body,
        request => Service.Get<FlowCreditPayments>().PutAsync(request, Organization, key, default));

    public Task<FlowAnswer> DeleteCredit(string key) => Send(
        "DELETE", $"credit/payments/{key}", null,
        request => Service.Get<FlowCreditPayments>().DeleteAsync(request, Organization, key, default));

    public Task<FlowAnswer> PutAuthorization(string key, string body) => Send(
        "PUT", $"authorizations/{key}", body,
        request => Service.Get<FlowAuthorizations>().PutAsync(request, Organization, key, default));

    public Task<FlowAnswer> DeleteAuthorization(string key) => Send(
        "DELETE", $"authorizations/{key}", null,
        request => Service.Get<FlowAuthorizations>().DeleteAsync(request, Organization, key, default));

    public Task<FlowAnswer> GetIdentifiers(string resource, string key, string query = "") => Send(
        "GET", $"{resource}/{key}/identifiers{query}", null,
        request => resource == "refunds"
            ? Service.Get<FlowIdentifiers>().GetOfRefundAsync(request, Organization, key, default)
            : Service.Get<FlowIdentifiers>().GetOfCaptureAsync(request, Organization, key, default));

    public Task<FlowAnswer> PutIdentifier(string resource, string key, string identifier, string body) => Send(
        "PUT", $"{resource}/{key}/identifiers/{identifier}", body,
        request => resource == "refunds"
            ? Service.Get<FlowIdentifiers>().PutOfRefundAsync(request, Organization, key, identifier, default)
            : Service.Get<FlowIdentifiers>().PutOfCaptureAsync(request, Organization, key, identifier, default));

    public Task<FlowAnswer> DeleteIdentifier(string resource, string key, string identifier) => Send(
        "DELETE", $"{resource}/{key}/identifiers/{identifier}", null,
        request => resource == "refunds"
            ? Service.Get<FlowIdentifiers>().DeleteOfRefundAsync(request, Organization, key, identifier, default)
            : Service.Get<FlowIdentifiers>().DeleteOfCaptureAsync(request, Organization, key, identifier, default));

    /// <summary>An order of 100 dollars, paid by an authorization with captures of these amounts; their ids.</summary>
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

    /// <summary>Asserts that what is asked is refused with 422, and that nothing is stored for it.</summary>
    public async Task<FlowAnswer> Refused(Func<Task<FlowAnswer>> ask)
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
        string method, string path, string? body, Func<WireRequest, Task<WireResponse>> operation)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Token}:"));
        var request = ServiceUnderTest.Request(
            method, $"/{Organization}/{path}", body, ("Authorization", $"Basic {basic}"));
        var response = await operation(request);
        return new FlowAnswer(response.Status, Encoding.UTF8.GetString(response.Body.Span));
    }
}
