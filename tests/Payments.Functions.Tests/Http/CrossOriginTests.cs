using System.Net;
using Microsoft.Extensions.Configuration;
using Payments.Functions.Http;

namespace Payments.Functions.Tests.Http;

public sealed class CrossOriginTests
{
    private const string Shop = "https://shop.example";

    [Theory]
    [InlineData("https://shop.example", "https://shop.example", true)]
    [InlineData("https://other.example, https://shop.example", "https://shop.example", true)]
    [InlineData("https://Shop.example", "https://shop.example", true)]
    [InlineData("*", "https://anything.example", true)]
    [InlineData("http://localhost:*", "http://localhost:5173", true)]
    [InlineData("http://localhost:*", "http://localhost", true)]
    [InlineData("http://localhost:*", "https://localhost:5173", false)]
    [InlineData("http://localhost:*", "http://localhost:5173.evil.example", false)]
    [InlineData("http://localhost:*", "http://localhost.evil.example:80", false)]
    [InlineData("http://localhost:*", "http://localhost:", false)]
    [InlineData("https://shop.example", "https://shop.example.evil.example", false)]
    [InlineData("https://shop.example", "https://shop.example:8443", false)]
    [InlineData("https://shop.example", "http://shop.example", false)]
    [InlineData("https://shop.example", "null", false)]
    [InlineData("https://shop.example", "", false)]
    [InlineData("", "https://shop.example", false)]
    public void An_allowed_origin_may_read_responses(string setting, string origin, bool allowed)
    {
        var headers = Of(setting).HeadersFor(Request(("Origin", origin))).ToDictionary();

        Assert.Equal(allowed ? origin : null, headers.GetValueOrDefault("Access-Control-Allow-Origin"));
        Assert.Equal(setting.Length > 0, headers.ContainsKey("Vary"));
        Assert.DoesNotContain("Access-Control-Allow-Credentials", headers.Keys);
    }

    [Fact]
    public void A_preflight_from_an_allowed_origin_allows_the_requested_headers()
    {
        var answer = new PreflightFunctions(Of(Shop)).Preflight(
            Request(
                ("Origin", Shop),
                ("Access-Control-Request-Method", "PATCH"),
                ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key")),
            "v1/orders/Incoming/o-1/payments/p-1");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(
            [
                "Access-Control-Allow-Headers: authorization,content-type,idempotency-key",
                "Access-Control-Allow-Methods: GET, POST, PUT, PATCH, DELETE",
                "Access-Control-Allow-Origin: https://shop.example",
                "Access-Control-Max-Age: 7200",
                "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ],
            answer.Headers.NonValidated.Select(header => $"{header.Key}: {header.Value}").Order());
    }

    [Fact]
    public void A_preflight_that_requests_no_headers_is_answered_without_any() => Assert.False(
        new PreflightFunctions(Of("*")).Preflight(
            Request(("Origin", Shop), ("Access-Control-Request-Method", "GET")), null)
            .Headers.Contains("Access-Control-Allow-Headers"));

    [Theory]
    [InlineData("https://evil.example", "GET")]
    [InlineData("https://shop.example", null)]
    [InlineData(null, "GET")]
    public void Any_other_OPTIONS_request_is_not_found_and_allows_nothing(string? origin, string? method)
    {
        var request = Request();
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (method is not null) request.Headers.Add("Access-Control-Request-Method", method);

        var answer = new PreflightFunctions(Of(Shop)).Preflight(request, "health");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(answer.Headers);
    }

    private static CrossOrigin Of(string setting) => new(new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create("Cors:AllowedOrigins", (string?)setting)])
        .Build());

    private static FakeRequest Request(params (string Name, string Value)[] headers)
    {
        var request = new FakeRequest(Stream.Null);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
