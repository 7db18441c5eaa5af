using System.Diagnostics;
using Payments.Testing;

namespace Payments.EndToEnd.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_succeeds_and_prints_the_refunds_of_each_capture()
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "run"), ["demo"])
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
        Assert.Contains("refund-1 60.00", await output, StringComparison.Ordinal);
        Assert.Contains("refund-1 15.00", await output, StringComparison.Ordinal);
        Assert.Contains("60.00 of capture-1, which had 60.00: most_left", await output, StringComparison.Ordinal);
    }
}
