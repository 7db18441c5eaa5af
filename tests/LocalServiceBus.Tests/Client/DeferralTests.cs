using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class DeferralTests
{
    [Fact]
    public async Task A_deferred_message_is_received_by_its_number_only()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        await using var receiver = bench.Receiver("plain");
        var message = await receiver.ReceiveMessageAsync(Bench.Soon);
        await receiver.DeferMessageAsync(message, new Dictionary<string, object> { ["why"] = "too early" });

        await bench.AssertNothingAsync("plain");
        Assert.Equal(ServiceBusMessageState.Deferred, (await receiver.PeekMessageAsync()).State);
        var deferred = await receiver.ReceiveDeferredMessageAsync(message.SequenceNumber);
        Assert.Equal(("x", "too early"), (deferred.Body.ToString(), deferred.ApplicationProperties["why"]));
        await receiver.CompleteMessageAsync(deferred);

        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessageNotFound,
            () => receiver.ReceiveDeferredMessageAsync(message.SequenceNumber));
    }

    [Fact]
    public async Task When_the_lock_on_a_deferred_message_ends_it_is_deferred_still()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        await using var receiver = bench.Receiver("plain");
        var message = await receiver.ReceiveMessageAsync(Bench.Soon);
        await receiver.DeferMessageAsync(message);
        await receiver.ReceiveDeferredMessageAsync(message.SequenceNumber);

        bench.Clock.Advance(Bench.LockDuration);

        await bench.AssertNothingAsync("plain");
        var again = await receiver.ReceiveDeferredMessageAsync(message.SequenceNumber);
        await receiver.DeadLetterMessageAsync(again, "Stale");
        Assert.Equal("Stale", (await bench.ReceiveAsync("plain", SubQueue.DeadLetter)).DeadLetterReason);
    }

    [Fact]
    public async Task A_sessions_holder_defers_and_receives_in_it_and_nobody_else_does()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", new ServiceBusMessage("x") { SessionId = "s" });
        await using var session = await bench.Client.AcceptSessionAsync("ordered", "s");
        var message = await session.ReceiveMessageAsync(Bench.Soon);
        await session.DeferMessageAsync(message);
        await using var other = await bench.Client.AcceptSessionAsync("ordered", "t");

        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessageNotFound, () => other.ReceiveDeferredMessageAsync(message.SequenceNumber));
        var deferred = await session.ReceiveDeferredMessageAsync(message.SequenceNumber);
        await session.AbandonMessageAsync(deferred);
        deferred = await session.ReceiveDeferredMessageAsync(message.SequenceNumber);
        await session.CompleteMessageAsync(deferred);

        Assert.Null(await session.PeekMessageAsync());
    }

    [Fact]
    public async Task A_deferred_message_received_and_deleted_is_gone()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        await using var receiver = bench.Receiver("plain");
        var message = await receiver.ReceiveMessageAsync(Bench.Soon);
        await receiver.DeferMessageAsync(message);
        await using var deleting = bench.Client.CreateReceiver(
            "plain", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });

        var received = await deleting.ReceiveDeferredMessageAsync(message.SequenceNumber);

        Assert.Equal("x", received.Body.ToString());
        Assert.Null(await receiver.PeekMessageAsync());
    }
}
