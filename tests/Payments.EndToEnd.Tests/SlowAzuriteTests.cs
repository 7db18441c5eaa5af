namespace Payments.EndToEnd.Tests;

/// <summary>Azurite on a machine that has too much to do.</summary>
public sealed class SlowAzuriteTests
{
    /// <summary>Longer than a service waits for one answer of Azurite's when it starts.</summary>
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_service_that_starts_while_Azurite_is_slow_waits_for_it_and_starts_no_second_one_on_its_files()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        await new Storefront(service.Http).PaidOrderAsync("kept-1", 10m);
        var azurite = state.IdOf(Part.Azurite);
        await service.KillLauncherAsync();

        state.Suspend(true);
        var next = state.Launch();
        await Task.Delay(StandsStill);
        state.Suspend(false);
        await next.ReadyAsync();

        Assert.Equal(azurite, state.IdOf(Part.Azurite));
        var order = new Storefront(next.Http).SendAsync(HttpMethod.Get, "orders/kept-1");
        Assert.Equal(10m, (await Storefront.ExpectAsync(200, order))["captured"]!.GetValue<decimal>());
    }
}
