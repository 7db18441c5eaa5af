namespace Payments.CommandLine.Tests;

public sealed class ServiceAccessTests
{
    [Fact]
    public async Task A_service_that_is_not_there_is_told_in_one_line()
    {
        var result = await Command.RunAsync("dead-letters", "--address", "http://127.0.0.1:9");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            "The service at http://127.0.0.1:9/ can't be reached", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Tokens_of_local_settings_are_sent_only_to_this_machine()
    {
        var root = Directory.CreateTempSubdirectory("payments-command-line").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(root, "local.settings.json"),
            """{"Values":{"Organizations__0__Id":"demo","Organizations__0__FlowTokens__0":"local-token"}}""");
        await using var service = new ScriptedService().Answer("GET /demo/events?limit=100", 200, """{"events":[]}""");

        var here = await Command.RunAsync([], "export", "--root", root, "--address", service.Address);
        var elsewhere = await Command.RunAsync([], "export", "--root", root, "--address", "https://payments.example");
        Directory.Delete(root, recursive: true);

        Assert.Equal(0, here.ExitCode);
        Assert.Equal("Bearer local-token", Assert.Single(service.Asked).Authorization);
        Assert.Equal(1, elsewhere.ExitCode);
        Assert.Equal("Set PAYMENTS_TOKEN to a token of the service.", elsewhere.Errors.Trim());
    }

    [Fact]
    public async Task Orders_are_seeded_only_on_this_machine()
    {
        var result = await Command.RunAsync("seed", "5", "--address", "https://payments.example");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("only where the service runs on this machine", result.Errors, StringComparison.Ordinal);
    }
}
