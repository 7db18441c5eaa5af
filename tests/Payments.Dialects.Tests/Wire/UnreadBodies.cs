using System.Text;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.Flow;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Wire;

/// <summary>What the dialects answer to a body that could not be had, to the byte.</summary>
public sealed class UnreadBodies : IDisposable
{
    private readonly ServiceUnderTest _service = new();

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData(BodyProblem.TooLarge, 413, """{"code":"client_error","messages":["The body is too large."]}""")]
    [InlineData(BodyProblem.Broken, 400, """{"code":"client_error","messages":["The body is incomplete."]}""")]
    [InlineData(
        BodyProblem.TooSlow, 408, """{"code":"client_error","messages":["The body did not arrive in time."]}""")]
    public void Flow_answers_an_unreadable_body_with_a_client_error(BodyProblem problem, int status, string body) =>
        AssertAnswer(status, body, _service.Get<FlowDialect>().RejectBody(Post("/demo/refunds"), problem));

    [Theory]
    [InlineData(BodyProblem.TooLarge, 413, "The body is too large.")]
    [InlineData(BodyProblem.Broken, 400, "The body is incomplete.")]
    [InlineData(BodyProblem.TooSlow, 408, "The body did not arrive in time.")]
    public void OrderCloud_answers_an_unreadable_body_with_its_error_for_an_invalid_one(
        BodyProblem problem, int status, string message) =>
        AssertAnswer(
            status,
            $$"""{"Errors":[{"ErrorCode":"Request.InvalidRequestBody","Message":"{{message}}","Data":null}]}""",
            _service.Get<OrderCloudDialect>().RejectBody(Post("/v1/orders/All/o/payments"), problem));

    [Fact]
    public void The_token_endpoint_answers_an_unreadable_form_as_RFC_6749_says() =>
        AssertAnswer(
            413,
            """{"error":"invalid_request","error_description":"The body is too large.","""
                + """
                "Errors":[{"ErrorCode":"Request.InvalidRequestBody","Message":"The body is too large.","Data":null}]}
                """,
            _service.Get<OrderCloudTokens>().RejectBody(Post("/oauth/token"), BodyProblem.TooLarge));

    [Theory]
    [InlineData(BodyProblem.TooLarge, 413, "The body is too large.")]
    [InlineData(BodyProblem.Broken, 400, "The body is incomplete.")]
    [InlineData(BodyProblem.TooSlow, 408, "The body did not arrive in time.")]
    public void Commerce_Hub_answers_an_unreadable_body_with_its_gateways_rejection(
        BodyProblem problem, int status, string message)
    {
        var answer = _service.Get<CommerceHubDialect>()
            .RejectBody(Post("/payments/v1/credits", ("Client-Request-Id", "mine")), problem);

        var trace = answer.Headers["ApiTraceId"];
        AssertAnswer(
            status,
            """{"gatewayResponse":{"transactionProcessingDetails":{"apiTraceId":"TRACE","clientRequestId":"mine"}},"""
                .Replace("TRACE", trace, StringComparison.Ordinal)
                + """
                "error":[{"type":"APIM","message":"MESSAGE"}]}
                """.Replace("MESSAGE", message, StringComparison.Ordinal),
            answer);
    }

    private static WireRequest Post(string path, params (string Name, string Value)[] headers) =>
        ServiceUnderTest.Request("POST", path, null, headers);

    private static void AssertAnswer(int status, string body, WireResponse answer) =>
        Assert.Equal((status, body), (answer.Status, Encoding.UTF8.GetString(answer.Body.Span)));
}
