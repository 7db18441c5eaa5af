using System.Net;
using System.Net.Sockets;
using Payments.LocalHost.Service;

namespace Payments.LocalHost.Demo;

/// <summary>
/// <c>./run demo</c>: the service on a free port with a clean store of its own, and the story played on it.
/// </summary>
internal static class DemoRun
{
    /// <summary>Exit status 0 only where every figure was as it must be.</summary>
    public static Task<int> RunAsync(ServiceArguments arguments)
    {
        var demo = arguments with
        {
            State = Path.Combine(arguments.Root, ".local", "demo"),
            Clean = true,
            Port = FreePort(),
            OnlySampleSettings = true,
        };
        return LocalService.RunAsync(demo, PlayAsync);
    }

    private static async Task<int> PlayAsync(string address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
