using System.Text.Json.Nodes;

namespace Payments.CommandLine.Tests;

public sealed class RefundCommandTests
{
    private const string Preview =
        """
        {"amount":75.00,"currency":"USD","policies":[{"policy":"oldest_first","allocations":[
        {"capture":{"id":"cap-1","key":"c-1"},"amount":60.00,"available":60.00,"reason":"oldest"},
        {"capture":{"id":"cap-2","key":"c-2"},"amount":15.00,"available":40.00,"reason":"oldest"}]}]}
        """;

    private const string Trace =
        """
        {"status":"STATUS","policy":"fewest_captures","currency":"USD","requested":75.00,"refunded":60.00,"allocations":[
        {"capture":{"id":"cap-1","key":"c-1"},"amount":60.00,"reason":"most_left","status":"succeeded",
        "processor":{"answer":"approved","reference":"sbx-1"}}]}
        """;

    [Fact]
    public async Task A_preview_shows_the_allocation_by_each_policy_and_sends_no_refund()
    {
        await using var service = new ScriptedService().Answer(
            "POST /acme/refunds/preview?policy=oldest_first&policy=proportional", 200, Preview);

        var result = await Command.RunAsync(
            "refund", "--address", service.Address, "--organization", "acme", "--order", "o-1", "--amount", "75.00",
            "--preview", "--policy", "oldest_first", "--policy", "proportional");

        Assert.Equal(0, result.ExitCode);
        var asked = Assert.Single(service.Asked);
        Assert.Equal("Bearer shop-token", asked.Authorization);
        Assert.Equal("""{"order_number":"o-1","amount":75.00}""", asked.Body);
        Assert.Contains("75.00 USD would be refunded", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"oldest_first\s+c-2\s+15\.00\s+40\.00\s+oldest", result.Output);
    }

    [Fact]
    public async Task A_refund_is_awaited_and_shown_with_its_captures()
    {
        await using var service = new ScriptedService()
            .Answer("POST /demo/refunds", 201, "{}")
            .Answer("GET /demo/refunds/r-1/allocations", 200, Trace.Replace("STATUS", "pending"))
            .Answer("GET /demo/refunds/r-1/allocations", 200, Trace.Replace("STATUS", "succeeded"));

        var result = await Command.RunAsync("refund", "--address", service.Address, "--capture", "c-1", "--key", "r-1");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("""{"capture_id":"c-1","key":"r-1"}""", service.Asked.First().Body);
        Assert.Contains("Refund r-1 succeeded: 60.00 of 75.00 USD", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"c-1\s+60\.00\s+most_left\s+succeeded\s+sbx-1", result.Output);
    }

    [Fact]
    public async Task A_refund_that_failed_is_exit_code_2()
    {
        await using var service = new ScriptedService()
            .Answer("POST /demo/refunds", 201, "{}")
            .Answer("GET /demo/refunds/r-1/allocations", 200, Trace.Replace("STATUS", "failed"));

        var result = await Command.RunAsync("refund", "--address", service.Address, "--order", "o-1", "--key", "r-1");

        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task A_new_key_is_told_before_the_refund_is_sent_and_survives_its_failure()
    {
        await using var service = new ScriptedService().Answer("POST /demo/refunds", 503, "");

        var result = await Command.RunAsync("refund", "--address", service.Address, "--order", "o-1");

        var key = JsonNode.Parse(Assert.Single(service.Asked).Body)!["key"]!.ToString();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"--key {key}", result.Errors, StringComparison.Ordinal);
        Assert.Contains("503", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_is_told_with_the_service_s_own_words()
    {
        await using var service = new ScriptedService().Answer(
            "POST /demo/refunds/preview", 422, """{"code":"amount_exceeded","messages":["Only 5.00 USD is left."]}""");

        var result = await Command.RunAsync("refund", "--address", service.Address, "--order", "o-1", "--preview");

        Assert.Equal((1, "422: Only 5.00 USD is left."), (result.ExitCode, result.Errors.Trim()));
    }

    [Theory]
    [InlineData("Say of what", "refund")]
    [InlineData("--policy is for --preview", "refund", "--order", "o-1", "--policy", "proportional")]
    public async Task Arguments_that_do_not_fit_together_are_rejected(string message, params string[] arguments)
    {
        var result = await Command.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }
}
