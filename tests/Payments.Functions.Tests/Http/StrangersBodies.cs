using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Functions.Tests.Routes;

namespace Payments.Functions.Tests.Http;

/// <summary>Functions that authenticate their callers themselves read no more of a body than that takes.</summary>
public sealed class StrangersBodies : IDisposable
{
    private static readonly Dictionary<string, string> Letter = new()
    {
        ["queue"] = "credits",
        ["sequenceNumber"] = "1",
    };

    private readonly FunctionApp _app = new();

    [Theory]
    [InlineData("OpsRequeueDeadLetters", "stranger", 401)]
    [InlineData("OpsRequeueDeadLetter", "stranger", 401)]
    [InlineData("OpsGetAudit", "stranger", 401)]
    [InlineData("OpsGetReconciliation", "stranger", 401)]
    [InlineData("OpsListDeadLetters", "stranger", 401)]
    [InlineData("OpsListDeadLetters", FunctionApp.OperatorToken, 200)]
    [InlineData("OpsRequeueDeadLetters", FunctionApp.OperatorToken, 200)]
    [InlineData("OpsRequeueDeadLetter", FunctionApp.OperatorToken, 404)]
    public async Task The_operator_s_functions_read_no_body_of_a_stranger(string function, string token, int status)
    {
        var answer = await CallAsync(
            function,
            new ScriptedBody([], new InvalidOperationException("The body was read.")),
            ("Authorization", $"Bearer {token}"),
            ("Transfer-Encoding", "chunked"));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_form_for_a_token_has_at_most_16_KiB_and_a_longer_one_is_not_read_to_its_end()
    {
        var longest = new ScriptedBody([new byte[OrderCloudTokens.MaxFormBytes]]);
        var longer = new ScriptedBody(
            [new byte[OrderCloudTokens.MaxFormBytes], new byte[1]],
            new InvalidOperationException("More of the body was read."));
        var type = ("Content-Type", "application/x-www-form-urlencoded");

        var (status, body) = await CallAsync("OrderCloudToken", longest, type);
        Assert.Equal(400, status);
        Assert.Contains("The form has no grant_type.", body, StringComparison.Ordinal);
        (status, body) = await CallAsync("OrderCloudToken", longer, type);
        Assert.Equal(413, status);
        Assert.Contains("\"invalid_request\"", body, StringComparison.Ordinal);
    }

    public void Dispose() => _app.Dispose();

    private Task<(int Status, string Body)> CallAsync(
        string function, Stream body, params (string Name, string Value)[] headers)
    {
        var found = FunctionMethods.OfHttp.Single(found => found.Name == function);
        return _app.CallAsync(
            found,
            Letter,
            "/" + found.Http!.Route,
            body,
            headers.ToDictionary(header => header.Name, header => header.Value));
    }
}
