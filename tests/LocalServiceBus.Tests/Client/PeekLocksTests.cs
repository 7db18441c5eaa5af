using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class PeekLocksTests
{
    [Fact]
    public async Task A_received_message_equals_the_sent_one_and_goes_to_one_receiver()
    {
        await using var bench = await Bench.StartAsync();
        var sent = new ServiceBusMessage("""{"amount":1}""")
        {
            MessageId = "m-1",
            Subject = "credit",
            CorrelationId = "c-1",
            ContentType = "application/json",
            ApplicationProperties =
            {
                ["attempt"] = 3, ["late"] = true, ["fee"] = 0.1m, ["at"] = DateTimeOffset.UnixEpoch,
            },
        };

        await bench.SendAsync("plain", sent);
        var received = await bench.ReceiveAsync("plain");

        Assert.Equal("""{"amount":1}""", received.Body.ToString());
        Assert.Equal(
            ("m-1", "credit", "c-1", "application/json"),
            (received.MessageId, received.Subject, received.CorrelationId, received.ContentType));
        Assert.Equal(sent.ApplicationProperties, received.ApplicationProperties);
        Assert.Equal((1, 1L), (received.DeliveryCount, received.SequenceNumber));
        Assert.InRange(
            received.LockedUntil - bench.Clock.GetUtcNow(), Bench.LockDuration - Bench.Soon, Bench.LockDuration);
        Assert.Equal(TimeSpan.FromDays(14), received.ExpiresAt - received.EnqueuedTime);
        await bench.AssertNothingAsync("plain");
    }

    [Fact]
    public async Task Messages_come_in_order_and_in_the_requested_number()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", Enumerable.Range(1, 5).Select(n => new ServiceBusMessage($"{n}")));

        var first = await bench.Receiver("plain").ReceiveMessagesAsync(3, Bench.Soon);
        var rest = await bench.Receiver("plain").ReceiveMessagesAsync(3, Bench.Soon);

        Assert.Equal(["1", "2", "3"], first.Select(message => message.Body.ToString()));
        Assert.Equal(["4", "5"], rest.Select(message => message.Body.ToString()));
        Assert.Equal([1L, 2, 3, 4, 5], first.Concat(rest).Select(message => message.SequenceNumber));
    }

    [Fact]
    public async Task A_completed_message_and_its_lock_are_gone()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        var message = await bench.ReceiveAsync("plain");

        await bench.Receiver("plain").CompleteMessageAsync(message);

        bench.Clock.Advance(Bench.LockDuration);
        await bench.AssertNothingAsync("plain");
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessageLockLost, () => bench.Receiver("plain").CompleteMessageAsync(message));
    }

    [Fact]
    public async Task A_message_is_available_again_when_its_lock_ends_and_the_old_lock_is_useless()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        var receiver = bench.Receiver("plain");
        var first = await bench.ReceiveAsync("plain");

        bench.Clock.Advance(Bench.LockDuration);

        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessageLockLost, () => receiver.CompleteMessageAsync(first));
        var second = await bench.ReceiveAsync("plain");
        Assert.Equal((2, first.SequenceNumber), (second.DeliveryCount, second.SequenceNumber));
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessageLockLost, () => receiver.AbandonMessageAsync(first));
        await receiver.CompleteMessageAsync(second);
    }

    [Fact]
    public async Task A_renewed_lock_lasts_longer()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        var receiver = bench.Receiver("plain");
        var message = await bench.ReceiveAsync("plain");

        bench.Clock.Advance(Bench.LockDuration * 0.75);
        await receiver.RenewMessageLockAsync(message);
        bench.Clock.Advance(Bench.LockDuration * 0.75);

        Assert.True(message.LockedUntil > bench.Clock.GetUtcNow());
        await bench.AssertNothingAsync("plain");
        await receiver.CompleteMessageAsync(message);
    }

    [Fact]
    public async Task An_abandoned_message_is_available_again_at_once_with_its_modified_properties()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        var first = await bench.ReceiveAsync("plain");

        await bench.Receiver("plain").AbandonMessageAsync(
            first, new Dictionary<string, object> { ["why"] = "processor down" });

        var second = await bench.ReceiveAsync("plain");
        Assert.Equal(2, second.DeliveryCount);
        Assert.Equal("processor down", second.ApplicationProperties["why"]);
    }

    [Fact]
    public async Task Peeking_shows_everything_and_locks_nothing()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("1"), new ServiceBusMessage("2"));
        await bench.Client.CreateSender("plain").ScheduleMessageAsync(
            new ServiceBusMessage("3"), bench.Clock.GetUtcNow().AddMinutes(1));
        var locked = await bench.ReceiveAsync("plain");
        var receiver = bench.Receiver("plain");

        var first = await receiver.PeekMessageAsync();
        var next = await receiver.PeekMessagesAsync(10);
        var again = await receiver.PeekMessagesAsync(10, fromSequenceNumber: 2);

        Assert.Equal(locked.SequenceNumber, first?.SequenceNumber);
        Assert.Equal(["2", "3"], next.Select(message => message.Body.ToString()));
        Assert.Equal(ServiceBusMessageState.Scheduled, next[1].State);
        Assert.Equal(next.Select(message => message.SequenceNumber), again.Select(message => message.SequenceNumber));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(next[0]));
    }
}
