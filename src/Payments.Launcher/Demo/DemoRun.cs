using Payments.Launcher.Processes;

namespace Payments.Launcher.Demo;

/// <summary>
/// <c>./run demo</c>: starts the service on a free port with an empty store of its own, and plays the demo on it.
/// </summary>
internal static class DemoRun
{
    /// <summary>Returns the exit status: 0 only if every amount was as expected.</summary>
    public static Task<int> RunAsync(LaunchArguments arguments)
    {
        var demo = arguments with
        {
            State = Path.Combine(arguments.Root, ".local", "demo"),
            Clean = true,
            Port = FreePort.Find(),
            OnlySampleSettings = true,
        };
        return new LocalService(demo).RunAsync(PlayAsync);
    }

    private static async Task<int> PlayAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        var expect = new Expectations(Console.Out);
        try
        {
            await new DemoStory(new StorefrontClient(http), expect, Console.Out).PlayAsync(cancellationToken);
        }
        catch (DemoFailedException failed)
        {
            Console.Error.WriteLine($"The demo failed: {failed.Message}");
            return 1;
        }

        Console.WriteLine($"{expect.Met} values as expected, {expect.Missed} not.");
        return expect.Missed == 0 ? 0 : 1;
    }
}
