using System.Diagnostics;
using System.Text.RegularExpressions;
using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary><c>./run demo</c>, as somebody runs it who wants to see the service at work.</summary>
public sealed partial class DemoTests
{
    [Fact]
    public async Task The_demo_succeeds_and_prints_the_refunds_of_each_capture_and_the_events()
    {
        var output = await RunAsync();

        Assert.Contains("refund-1 60.00", output, StringComparison.Ordinal);
        Assert.Contains("refund-1 15.00", output, StringComparison.Ordinal);
        Assert.Contains("60.00 of capture-1, which had 60.00: most_left", output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "credit_payment.created", "authorization.authorized", "capture.succeeded", "capture.succeeded",
                "refund.requested", "refund.succeeded", "credit.authorized", "credit.settled",
            ],
            ListEvents(output));
    }

    [Fact]
    public async Task The_demo_on_Stripe_tells_the_shop_of_each_change_in_order_and_prints_one_trace_of_the_refund()
    {
        var output = await RunAsync("--processor", "stripe");

        Assert.Contains("which Stripe holds: pending", output, StringComparison.Ordinal);
        Assert.Contains("refunded from capture-3 instead", output, StringComparison.Ordinal);
        Assert.Contains("captured 120.00, refunded 75.00", output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "authorization.authorized", "capture.succeeded", "capture.succeeded", "capture.succeeded",
                "refund.requested", "refund.succeeded", "refund.reversed", "refund.succeeded",
            ],
            ListEvents(output));
        Assert.Contains(" 0 not.", output, StringComparison.Ordinal);
        var trace = output[output.IndexOf("One trace of the refund", StringComparison.Ordinal)..];
        Assert.Single(TraceHeading().Matches(trace));
        Assert.All(
            (string[])
            [
                "function FlowPostRefund", "commit", "TableClient.SubmitTransaction", "ServiceBusSender.Send",
                "process ExecuteRefund", "RefundFunds at stripe  Approved", "RefundFunds at stripe  Pending",
                "function ProcessorNotification", "QueryRefundFunds at stripe  Declined", "process PublishEvents",
                "process DeliverEvent", "POST webhook  POST 204 127.0.0.1",
            ],
            span => Assert.Contains(span, trace, StringComparison.Ordinal));
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "run"), ["demo", .. arguments])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var demo = Process.Start(start)!;
        var output = demo.StandardOutput.ReadToEndAsync();
        var errors = demo.StandardError.ReadToEndAsync();
        // The first ./run in a clone builds, which takes a minute or two on a busy machine.
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await demo.WaitForExitAsync(timeout.Token);

        Assert.True(demo.ExitCode == 0, $"exit {demo.ExitCode}:\n{await output}\n{await errors}");
        return await output;
    }

    private static IEnumerable<string> ListEvents(string output) =>
        Event().Matches(output).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^  \d+\. payments\.([a-z_]+\.[a-z_]+)\.v1 ", RegexOptions.Multiline)]
    private static partial Regex Event();

    [GeneratedRegex("^trace [0-9a-f]{8}", RegexOptions.Multiline)]
    private static partial Regex TraceHeading();
}
