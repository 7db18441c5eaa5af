using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class SessionsTests
{
    [Fact]
    public async Task A_session_has_one_receiver_and_its_messages_in_order()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", In("a", "1"), In("b", "2"), In("a", "3"));

        await using var a = await AcceptNextAsync(bench);
        await using var b = await AcceptNextAsync(bench);

        Assert.Equal(("a", "b"), (a.SessionId, b.SessionId));
        Assert.Equal(["1", "3"], Bodies(await a.ReceiveMessagesAsync(5, Bench.Soon)));
        Assert.Equal(["2"], Bodies(await b.ReceiveMessagesAsync(5, Bench.Soon)));
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.SessionCannotBeLocked, () => bench.Client.AcceptSessionAsync("ordered", "a"));
    }

    [Fact]
    public async Task Accepting_the_next_session_times_out_if_no_free_session_has_a_message()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", In("a", "1"), In("a", "2"));
        await using var a = await AcceptNextAsync(bench);

        var failure = await Bench.AssertFailsAsync(
            ServiceBusFailureReason.ServiceTimeout, () => AcceptNextAsync(bench));

        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_closed_session_is_free_at_once_and_its_unsettled_messages_do_not_count_the_delivery()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", In("a", "1"), In("a", "2"));
        var first = await AcceptNextAsync(bench);
        await first.CompleteMessageAsync((await first.ReceiveMessageAsync(Bench.Soon))!);
        await first.ReceiveMessageAsync(Bench.Soon);
        await first.CloseAsync();

        await using var second = await AcceptNextAsync(bench);

        var message = await second.ReceiveMessageAsync(Bench.Soon);
        Assert.Equal(("2", 1), (message?.Body.ToString(), message?.DeliveryCount));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => first.ReceiveMessageAsync(Bench.Soon));
    }

    [Fact]
    public async Task When_a_session_lock_ends_another_receiver_gets_the_session_and_the_first_can_do_nothing()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", In("a", "1"));
        await using var first = await AcceptNextAsync(bench);
        var held = await first.ReceiveMessageAsync(Bench.Soon);

        bench.Clock.Advance(Bench.LockDuration);

        await using var second = await AcceptNextAsync(bench);
        Assert.Equal(2, (await second.ReceiveMessageAsync(Bench.Soon))?.DeliveryCount);
        await AssertLostAsync(() => first.CompleteMessageAsync(held!));
        await AssertLostAsync(() => first.ReceiveMessageAsync(Bench.Soon));
        await AssertLostAsync(() => first.RenewSessionLockAsync());
        await AssertLostAsync(() => first.AbandonMessageAsync(held!));
    }

    [Fact]
    public async Task A_renewed_session_lock_lasts_longer_for_its_messages_too()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", In("a", "1"));
        await using var session = await AcceptNextAsync(bench);
        var message = await session.ReceiveMessageAsync(Bench.Soon);

        bench.Clock.Advance(Bench.LockDuration * 0.75);
        await session.RenewSessionLockAsync();
        bench.Clock.Advance(Bench.LockDuration * 0.75);

        Assert.True(session.SessionLockedUntil > bench.Clock.GetUtcNow());
        await session.CompleteMessageAsync(message!);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RenewMessageLockAsync(message!));
    }

    [Fact]
    public async Task An_abandoned_message_keeps_its_place_in_the_session()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", In("a", "1"), In("a", "2"));
        await using var session = await AcceptNextAsync(bench);

        await session.AbandonMessageAsync((await session.ReceiveMessageAsync(Bench.Soon))!);

        var messages = await session.ReceiveMessagesAsync(5, Bench.Soon);
        Assert.Equal(["1", "2"], Bodies(messages));
        Assert.Equal([2, 1], messages.Select(message => message.DeliveryCount));
    }

    [Fact]
    public async Task A_session_may_be_accepted_before_its_first_message_and_peeks_only_at_its_own_messages()
    {
        await using var bench = await Bench.StartAsync();
        await using var session = await bench.Client.AcceptSessionAsync("ordered", "b");
        var waiting = session.ReceiveMessageAsync(Bench.Soon);
        await bench.SendAsync("ordered", In("a", "1"), In("b", "2"));

        Assert.Equal("2", (await waiting)?.Body.ToString());
        Assert.Equal(["2"], Bodies(await session.PeekMessagesAsync(5)));
        Assert.Equal(["1", "2"], Bodies(await bench.Receiver("ordered").PeekMessagesAsync(5)));
    }

    [Fact]
    public async Task Sessions_are_required_on_a_session_queue_and_rejected_on_any_other()
    {
        await using var bench = await Bench.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.SendAsync("ordered", new ServiceBusMessage("x")));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.Receiver("ordered").ReceiveMessageAsync(Bench.Soon));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.Client.AcceptNextSessionAsync("plain"));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.Client.AcceptSessionAsync("plain", "a"));
    }

    /// <summary>Once the detach has arrived, the client closes and disposes the receiver by itself.</summary>
    private static async Task AssertLostAsync(Func<Task> act)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(act);
        if (failure is not ObjectDisposedException)
            Assert.Equal(ServiceBusFailureReason.SessionLockLost, Assert.IsType<ServiceBusException>(failure).Reason);
    }

    private static Task<ServiceBusSessionReceiver> AcceptNextAsync(Bench bench) =>
        bench.Client.AcceptNextSessionAsync("ordered");

    private static ServiceBusMessage In(string session, string body) => new(body) { SessionId = session };

    private static IEnumerable<string> Bodies(IEnumerable<ServiceBusReceivedMessage> messages) =>
        messages.Select(message => message.Body.ToString());
}
