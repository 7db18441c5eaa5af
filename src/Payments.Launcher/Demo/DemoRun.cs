using Payments.Launcher.Processes;

namespace Payments.Launcher.Demo;

/// <summary>
/// <c>./run demo</c>: the service on a free port with a clean store of its own, and the story played on it.
/// </summary>
internal static class DemoRun
{
    /// <summary>Exit status 0 only where every figure was as it must be.</summary>
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
            Console.Error.WriteLine($"The story broke off: {failed.Message}");
            return 1;
        }

        Console.WriteLine($"{expect.Met} figures as expected, {expect.Missed} not.");
        return expect.Missed == 0 ? 0 : 1;
    }
}
