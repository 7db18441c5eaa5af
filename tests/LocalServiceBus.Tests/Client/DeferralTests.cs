using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class DeferralTests
{
    [Fact]
    public async Task A_deferred_message_is_received_only_by_its_sequence_number()
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
    public async Task A_deferred_message_stays_deferred_when_its_lock_ends()
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
    public async Task Only_the_holder_of_a_session_defers_messages_in_it_and_receives_them()
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
    public async Task A_deferred_message_can_be_received_and_deleted()
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
