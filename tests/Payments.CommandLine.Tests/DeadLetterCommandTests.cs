namespace Payments.CommandLine.Tests;

public sealed class DeadLetterCommandTests
{
    private const string Letter =
        """
        [{"queue":"refunds","sequence_number":17,"message_id":"m","reason":"InvalidMessage","description":"It is [red].",
        "delivery_count":1,"enqueued_at":"2026-11-27T10:00:00+00:00","body":"{}"}]
        """;

    [Fact]
    public async Task Dead_letters_are_listed_with_their_reasons_as_they_are()
    {
        await using var service = new ScriptedService().Answer("GET /ops/dead-letters", 200, Letter);

        var result = await Command.RunAsync("dead-letters", "--address", service.Address);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("Bearer ops-token", Assert.Single(service.Asked).Authorization);
        Assert.Matches(@"refunds\s+17\s+2026-11-27T10:00:00\+00:00\s+InvalidMessage\s+It is \[red\]\.", result.Output);
    }

    [Theory]
    [InlineData("POST /ops/dead-letters/refunds/17", "17")]
    [InlineData("POST /ops/dead-letters/refunds", "--all")]
    public async Task One_dead_letter_or_all_of_a_queue_are_requeued(string request, string which)
    {
        await using var service = new ScriptedService().Answer(request, 200, """{"requeued":1}""");

        var result = await Command.RunAsync(
            "dead-letters", "requeue", "refunds", which, "--address", service.Address);

        Assert.Equal((0, "Requeued: 1"), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task A_dead_letter_that_is_not_there_is_an_error()
    {
        await using var service = new ScriptedService();

        var result = await Command.RunAsync("dead-letters", "requeue", "refunds", "5", "--address", service.Address);

        Assert.Equal((1, "There is no such dead letter: refunds 5"), (result.ExitCode, result.Errors.Trim()));
    }

    [Fact]
    public async Task Requeuing_needs_a_number_or_all()
    {
        var result = await Command.RunAsync("dead-letters", "requeue", "refunds");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Give the number of one dead letter, or --all", result.Errors, StringComparison.Ordinal);
    }
}
