using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class SessionStateTests
{
    [Fact]
    public async Task The_state_of_a_session_is_kept_for_its_next_holder_until_it_is_cleared()
    {
        await using var bench = await Bench.StartAsync();
        var first = await bench.Client.AcceptSessionAsync("ordered", "s");
        Assert.Null(await first.GetSessionStateAsync());
        await first.SetSessionStateAsync(new BinaryData("half way"));
        await first.CloseAsync();

        await using var second = await bench.Client.AcceptSessionAsync("ordered", "s");
        Assert.Equal("half way", (await second.GetSessionStateAsync()).ToString());
        await second.SetSessionStateAsync(null);

        Assert.Null(await second.GetSessionStateAsync());
    }

    [Fact]
    public async Task A_receiver_that_has_lost_its_session_cannot_reach_the_state()
    {
        await using var bench = await Bench.StartAsync();
        await using var session = await bench.Client.AcceptSessionAsync("ordered", "s");

        bench.Clock.Advance(Bench.LockDuration);

        // The failure depends on whether the detach has already reached the client.
        await Assert.ThrowsAnyAsync<Exception>(() => session.SetSessionStateAsync(new BinaryData("late")));
        await using var next = await bench.Client.AcceptSessionAsync("ordered", "s");
        Assert.Null(await next.GetSessionStateAsync());
    }
}
