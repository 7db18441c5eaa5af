using System.Text;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.Orders;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Flow;

public sealed class AuthenticationTests : IDisposable
{
    private readonly ServiceUnderTest _service = new();

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData("demo-flow-token:")]
    [InlineData("demo-flow-token")]
    public async Task A_token_may_be_the_user_name_of_basic_authentication(string credentials) =>
        Assert.Equal(201, (await PutAsync("demo", $"Basic {Encode(credentials)}")).Status);

    [Theory]
    [InlineData("Bearer demo-flow-token")]
    [InlineData("bearer demo-flow-token")]
    public async Task A_token_may_be_a_bearer_token(string header) =>
        Assert.Equal(201, (await PutAsync("demo", header)).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer nope")]
    [InlineData("Bearer ")]
    [InlineData("Basic")]
    [InlineData("Basic ???")]
    [InlineData("Digest demo-flow-token")]
    public async Task An_unknown_or_missing_token_gets_401(string? header)
    {
        var before = await _service.StoredAsync();

        var answer = await PutAsync("demo", header);

        Assert.Equal(401, answer.Status);
        Assert.True(answer.Body.IsEmpty);
        Assert.Equal(before, await _service.StoredAsync());
    }

    [Fact]
    public async Task An_unknown_organization_gets_the_same_response_as_another_ones()
    {
        await PutAsync("demo", "Bearer demo-flow-token");

        var others = await PutAsync("demo", "Bearer other-flow-token");
        var unknown = await PutAsync("nobody", "Bearer other-flow-token");

        Assert.Equal(404, others.Status);
        Assert.Equal((unknown.Status, unknown.Body.Length), (others.Status, others.Body.Length));
    }

    [Fact]
    public async Task An_organization_cannot_find_anothers_resource_by_its_id()
    {
        using var shop = new FlowShop();
        var (authorization, captures) = await shop.PaidOrder("c-1", "60");
        var request = ServiceUnderTest.Request("GET", "/other/x", null, ("Authorization", "Bearer other-flow-token"));

        var order = await SendAsync<FlowOrders>(request, (orders, call) => orders.GetAsync(call, "c-1", default));
        var capture = await SendAsync<FlowCaptures>(
            request, (found, call) => found.GetAsync(call, captures[0], default));
        var found = await SendAsync<FlowAuthorizations>(
            request, (authorizations, call) => authorizations.GetAsync(call, authorization, default));
        var refund = await SendAsync<FlowRefunds>(
            request with { Body = Encoding.UTF8.GetBytes($$"""{"capture_id":"{{captures[0]}}"}""") },
            (refunds, call) => refunds.PostAsync(call, default));

        Assert.Equal([404, 404, 404, 422], [order.Status, capture.Status, found.Status, refund.Status]);

        Task<WireResponse> SendAsync<T>(WireRequest asked, Func<T, FlowCall, Task<WireResponse>> operation)
            where T : notnull =>
            shop.Service.FlowAsync(asked, "other", call => operation(shop.Service.Get<T>(), call));
    }

    [Fact]
    public void An_internal_error_contains_nothing_but_its_trace_id()
    {
        var answer = _service.Get<FlowDialect>().Fault(503, "trace-1");

        var body = Encoding.UTF8.GetString(answer.Body.Span);
        Assert.Equal(503, answer.Status);
        Assert.Contains("server_error", body, StringComparison.Ordinal);
        Assert.Contains("trace-1", body, StringComparison.Ordinal);
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private Task<WireResponse> PutAsync(string organization, string? authorization)
    {
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];
        var request = ServiceUnderTest.Request(
            "PUT", $"/{organization}/orders/c-1", """{"currency":"USD","total":1}""", headers);
        return _service.FlowAsync(
            request, organization, call => _service.Get<FlowOrders>().PutAsync(call, "c-1", default));
    }
}
