namespace Payments.EndToEnd.Tests;

/// <summary>Azurite on an overloaded machine.</summary>
public sealed class SlowAzuriteTests
{
    /// <summary>Longer than a starting service waits for a single response from Azurite.</summary>
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_service_that_starts_while_Azurite_is_slow_waits_for_it_instead_of_starting_another()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        await new Storefront(service.Http).CreatePaidOrderAsync("kept-1", 10m);
        var azurite = state.FindId(Part.Azurite);
        await service.KillLauncherAsync();

        state.Suspend(true);
        var next = state.Launch();
        await Task.Delay(StandsStill);
        state.Suspend(false);
        await next.WaitUntilReadyAsync();

        Assert.Equal(azurite, state.FindId(Part.Azurite));
        var order = new Storefront(next.Http).SendAsync(HttpMethod.Get, "orders/kept-1");
        Assert.Equal(10m, (await Storefront.ExpectAsync(200, order))["captured"]!.GetValue<decimal>());
    }
}
