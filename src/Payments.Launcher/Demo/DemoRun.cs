using Payments.Launcher.Processes;
using Payments.ScriptedProcessors.Stripe;

namespace Payments.Launcher.Demo;

/// <summary>
/// <c>./run demo</c>: starts the service on a free port with an empty store of its own, and plays the demo on it; with
/// <c>--processor stripe</c>, the demo's organization has an account at a scripted Stripe in this process.
/// </summary>
internal static class DemoRun
{
    /// <summary>Returns the exit status: 0 only if every amount was as expected.</summary>
    public static async Task<int> RunAsync(LaunchArguments arguments)
    {
        await using var stripe = arguments.Processor is null ? null : new ScriptedStripe(TimeProvider.System);
        if (stripe is not null) await stripe.StartAsync();
        var demo = arguments with
        {
            State = Path.Combine(arguments.Root, ".local", "demo"),
            Clean = true,
            Port = FreePort.Find(),
            OnlySampleSettings = true,
            MoreSettings = stripe is null ? arguments.MoreSettings : StripeStory.CreateSettings(stripe),
        };
        return await new LocalService(demo).RunAsync(
            (address, cancellationToken) => PlayAsync(address, stripe, cancellationToken));
    }

    private static async Task<int> PlayAsync(
        Uri address, ScriptedStripe? stripe, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        var expect = new Expectations(Console.Out);
        try
        {
            var shop = new StorefrontClient(http);
            await (stripe is null
                ? new DemoStory(shop, expect, Console.Out).PlayAsync(cancellationToken)
                : new StripeStory(shop, stripe, http, expect, Console.Out).PlayAsync(cancellationToken));
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
