using System.Text;
using System.Text.Json;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.Wire;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Testing.Samples;

namespace Payments.Dialects.Tests.Across;

/// <summary>429 in each API's own form: for failed authentications, and for an organization's rate.</summary>
public sealed class TooManyRequests : IDisposable
{
    private const string Attacker = "198.51.100.7";
    private const string Shop = "192.0.2.1";

    private readonly ServiceUnderTest _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Wrong_Flow_secrets_are_throttled_by_credential_and_address()
    {
        for (var attempt = 0; attempt < FailedAttempts.MaxPerCredentialAndAddress; attempt++)
            Assert.Equal(401, (await FlowAsync("demo-flow-wrong", Attacker)).Status);

        var throttled = await FlowAsync("demo-flow-token", Attacker);

        Assert.Equal(429, throttled.Status);
        Assert.InRange(int.Parse(throttled.Headers["Retry-After"]), 1, 60);
        Assert.Equal("generic_error", Json(throttled).GetProperty("code").GetString());
        Assert.Equal(200, (await FlowAsync("demo-flow-token", Shop)).Status);
    }

    [Fact]
    public async Task At_the_shop_s_own_address_the_right_secret_is_taken_however_many_wrong_ones_came()
    {
        Assert.Equal(200, (await FlowAsync("demo-flow-token", Shop)).Status);
        for (var attempt = 0; attempt < FailedAttempts.MaxPerCredentialAndAddress; attempt++)
            Assert.Equal(401, (await FlowAsync("demo-flow-wrong", Shop)).Status);

        Assert.Equal(429, (await FlowAsync("demo-flow-wrong", Shop)).Status);
        Assert.Equal(200, (await FlowAsync("demo-flow-token", Shop)).Status);
    }

    [Fact]
    public async Task An_address_before_the_last_proxy_s_does_not_help_an_attacker()
    {
        for (var attempt = 0; attempt < FailedAttempts.MaxPerCredentialAndAddress; attempt++)
            await FlowAsync("demo-flow-wrong", $"10.0.0.{attempt}, {Attacker}");

        Assert.Equal(429, (await FlowAsync("demo-flow-wrong", $"10.0.1.1, {Attacker}")).Status);
    }

    [Fact]
    public async Task Wrong_OrderCloud_secrets_are_throttled_with_the_errors_of_OAuth()
    {
        for (var attempt = 0; attempt < FailedAttempts.MaxPerCredentialAndAddress; attempt++)
            Assert.Equal(400, (await TokenAsync("wrong", Attacker)).Status);

        var throttled = await TokenAsync("demo-ordercloud-secret", Attacker);

        Assert.Equal(429, throttled.Status);
        Assert.True(throttled.Headers.ContainsKey("Retry-After"));
        Assert.Equal("temporarily_unavailable", Json(throttled).GetProperty("error").GetString());
        Assert.Equal("Request.TooMany", Json(throttled).GetProperty("Errors")[0].GetProperty("ErrorCode").GetString());
        Assert.Equal(200, (await TokenAsync("demo-ordercloud-secret", Shop)).Status);
    }

    [Fact]
    public async Task Forged_OrderCloud_tokens_are_throttled_by_address_and_a_valid_one_is_not()
    {
        for (var attempt = 0; attempt < FailedAttempts.MaxPerAddress; attempt++)
            Assert.Equal(401, (await OrderCloudAsync("forged", Attacker)).Status);

        var throttled = await OrderCloudAsync("forged", Attacker);
        var token = Json(await TokenAsync("demo-ordercloud-secret", Shop)).GetProperty("access_token").GetString()!;

        Assert.Equal(429, throttled.Status);
        Assert.Equal("Request.TooMany", Json(throttled).GetProperty("Errors")[0].GetProperty("ErrorCode").GetString());
        Assert.Equal(200, (await OrderCloudAsync(token, Attacker)).Status);
    }

    [Fact]
    public async Task Wrong_Commerce_Hub_signatures_are_throttled_by_key_and_address()
    {
        using var bench = new CommerceHub.HubBench();
        for (var attempt = 0; attempt < FailedAttempts.MaxPerCredentialAndAddress; attempt++)
            Assert.Equal(401, (await bench.SendAsync(From(bench.Request("{}", secret: "wrong"), Attacker))).Status);

        var throttled = await bench.SendAsync(From(bench.Request("{}"), Attacker));

        Assert.Equal(429, throttled.Status);
        Assert.True(throttled.Headers.ContainsKey("Retry-After"));
        Assert.Equal("APIM", Json(throttled).GetProperty("error")[0].GetProperty("type").GetString());
        Assert.Equal(400, (await bench.SendAsync(From(bench.Request("{}"), Shop))).Status);
    }

    [Fact]
    public async Task An_organization_above_its_rate_is_told_so_in_each_API()
    {
        var token = Json(await TokenAsync("demo-ordercloud-secret", Shop)).GetProperty("access_token").GetString()!;
        _service.Credentials.With(ServiceUnderTest.Demo, organization => organization with
        {
            Limits = SampleLimits.High with { RequestsPerSecond = 1 },
        });
        while ((await FlowAsync("demo-flow-token", Shop)).Status == 200)
        {
        }

        var flow = await FlowAsync("demo-flow-token", Shop);
        var orderCloud = await OrderCloudAsync(token, Shop);
        var another = await FlowAsync("other-flow-token", Shop, "other");

        Assert.Equal((429, "1"), (flow.Status, flow.Headers["Retry-After"]));
        Assert.Equal((429, "1"), (orderCloud.Status, orderCloud.Headers["Retry-After"]));
        Assert.Equal(RetryLater.TooManyRequests, Json(flow).GetProperty("messages")[0].GetString());
        Assert.Equal(200, another.Status);
    }

    [Fact]
    public async Task A_Commerce_Hub_key_above_the_rate_gets_429_from_the_front_door()
    {
        using var bench = new CommerceHub.HubBench();
        bench.KnownKeys.With(CommerceHub.HubBench.Demo, organization => organization with
        {
            Limits = SampleLimits.High with { RequestsPerSecond = 1 },
        });
        WireResponse response;
        do response = await bench.SendAsync(bench.Request("{}"));
        while (response.Status == 400);

        Assert.Equal((429, "1"), (response.Status, response.Headers["Retry-After"]));
        Assert.Equal("APIM", Json(response).GetProperty("error")[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Open_credits_that_are_off_or_above_the_ceiling_are_rejected_with_the_gateway_s_codes()
    {
        using var bench = new CommerceHub.HubBench();
        bench.KnownKeys.With(
            CommerceHub.HubBench.Demo, organization => organization with { Limits = OrganizationLimits.Default });
        var off = await bench.PostAsync(CommerceHub.Samples.Seed);
        bench.KnownKeys.With(
            CommerceHub.HubBench.Demo, organization => organization with { Limits = SampleLimits.Credits(1) });
        var above = await bench.PostAsync(CommerceHub.Samples.Seed);

        Assert.Equal((400, "207"), (off.Status, Json(off).GetProperty("error")[0].GetProperty("code").GetString()));
        Assert.Equal((400, "999"), (above.Status, Json(above).GetProperty("error")[0].GetProperty("code").GetString()));
        Assert.Contains("0.01 USD", Encoding.UTF8.GetString(above.Body.Span), StringComparison.Ordinal);
        Assert.Empty(bench.Ledgers.Addresses);
    }

    private Task<WireResponse> FlowAsync(string token, string address, string organization = "demo") =>
        _service.FlowAsync(
            ServiceUnderTest.Request(
                "GET",
                $"/{organization}/orders",
                null,
                ("Authorization", $"Bearer {token}"),
                (CallerAddresses.Header, address)),
            organization,
            _ => Task.FromResult(WireResponse.Empty(200)));

    private Task<WireResponse> TokenAsync(string secret, string address) =>
        _service.Get<OrderCloudTokens>().PostAsync(
            ServiceUnderTest.Request(
                "POST",
                "/oauth/token",
                $"grant_type=client_credentials&client_id=demo-ordercloud-client&client_secret={secret}",
                ("Content-Type", "application/x-www-form-urlencoded"),
                (CallerAddresses.Header, address)),
            CancellationToken.None);

    private Task<WireResponse> OrderCloudAsync(string token, string address) =>
        _service.OrderCloudAsync(
            ServiceUnderTest.Request(
                "GET",
                "/v1/orders/all/o-1",
                null,
                ("Authorization", $"Bearer {token}"),
                (CallerAddresses.Header, address)),
            "all",
            "o-1",
            _ => Task.FromResult(WireResponse.Empty(200)));

    private static WireRequest From(WireRequest request, string address) =>
        request with { Headers = request.Headers.SetItem(CallerAddresses.Header, address) };

    private static JsonElement Json(WireResponse response) => JsonDocument.Parse(response.Body).RootElement;
}
