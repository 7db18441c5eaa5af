using Payments.Launcher.Processes;
using Payments.ScriptedProcessors.Stripe;

namespace Payments.Launcher.Demo;

/// <summary>
/// <c>./run demo</c>: starts the service on a free port with an empty store of its own, and plays the demo on it, with
/// a receiver of its webhooks in this process. With <c>--processor stripe</c>, the demo's organization has an account
/// at a scripted Stripe, which is in this process too, and the trace of a refund is printed.
/// </summary>
internal static class DemoRun
{
    /// <summary>Returns the exit status: 0 only if every amount and every event was as expected.</summary>
    public static async Task<int> RunAsync(LaunchArguments arguments)
    {
        var demo = arguments with
        {
            State = Path.Combine(arguments.Root, ".local", "demo"),
            Clean = true,
            Port = FreePort.Find(),
            OnlySampleSettings = true,
        };
        return arguments.Processor is null ? await RunOnSandboxAsync(demo) : await RunOnStripeAsync(demo);
    }

    private static Task<int> RunOnSandboxAsync(LaunchArguments demo) => new LocalService(demo).RunAsync(
        (address, cancellationToken) => PlayAsync(
            address,
            (_, shop, events, expect) =>
                new DemoStory(shop, events, expect, Console.Out).PlayAsync(cancellationToken)));

    private static async Task<int> RunOnStripeAsync(LaunchArguments demo)
    {
        await using var stripe = new ScriptedStripe(TimeProvider.System);
        await stripe.StartAsync();
        await using var trace = new DemoTrace();
        var settings = new Dictionary<string, string>([.. StripeStory.CreateSettings(stripe), .. trace.Settings]);
        // Its one trace takes the place of those that --trace prints.
        return await new LocalService(demo with { MoreSettings = settings, Trace = false }).RunAsync(
            (address, cancellationToken) => PlayAsync(
                address,
                (http, shop, events, expect) => new StripeStory(shop, events, stripe, trace, http, expect, Console.Out)
                    .PlayAsync(cancellationToken)));
    }

    private static async Task<int> PlayAsync(
        Uri address, Func<HttpClient, StorefrontClient, ShopEvents, Expectations, Task> playAsync)
    {
        using var http = new HttpClient { BaseAddress = address };
        await using var inbox = new WebhookInbox();
        var expect = new Expectations(Console.Out);
        try
        {
            var shop = new StorefrontClient(http);
            await playAsync(http, shop, new ShopEvents(shop, inbox, expect, Console.Out), expect);
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
