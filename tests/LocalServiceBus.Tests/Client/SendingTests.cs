using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class SendingTests
{
    [Fact]
    public async Task A_scheduled_message_joins_the_end_of_the_queue_when_it_is_due()
    {
        await using var bench = await Bench.StartAsync();
        // AMQP timestamps have millisecond precision.
        var due = DateTimeOffset.FromUnixTimeMilliseconds(
            bench.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeMilliseconds());
        var number = await bench.Client.CreateSender("plain").ScheduleMessageAsync(new("later"), due);
        await bench.SendAsync("plain", new ServiceBusMessage("set") { ScheduledEnqueueTime = due.AddSeconds(1) });
        await bench.SendAsync("plain", new ServiceBusMessage("now"));

        var now = await bench.ReceiveAsync("plain");
        Assert.Equal("now", now.Body.ToString());
        await bench.Receiver("plain").CompleteMessageAsync(now);
        await bench.AssertNothingAsync("plain");
        bench.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        var later = await bench.ReceiveAsync("plain");
        Assert.Equal("later", later.Body.ToString());
        Assert.Equal((due, due), (later.EnqueuedTime, later.ScheduledEnqueueTime));
        Assert.True(later.SequenceNumber > number);
        Assert.Equal("set", (await bench.ReceiveAsync("plain")).Body.ToString());
    }

    [Fact]
    public async Task A_scheduled_message_can_be_canceled_until_it_is_due()
    {
        await using var bench = await Bench.StartAsync();
        var sender = bench.Client.CreateSender("plain");
        var canceled = await sender.ScheduleMessageAsync(new("1"), bench.Clock.GetUtcNow().AddMinutes(5));
        var kept = await sender.ScheduleMessageAsync(new("2"), bench.Clock.GetUtcNow().AddMinutes(5));

        await sender.CancelScheduledMessageAsync(canceled);
        bench.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("2", (await bench.ReceiveAsync("plain")).Body.ToString());
        await bench.AssertNothingAsync("plain");
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessageNotFound, () => sender.CancelScheduledMessageAsync(kept));
    }

    [Fact]
    public async Task A_message_id_is_accepted_once_within_the_window_even_if_the_first_message_is_gone()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("1") { MessageId = "m" });
        await bench.SendAsync("ordered", new ServiceBusMessage("other queue") { MessageId = "m", SessionId = "s" });
        await bench.Receiver("plain").CompleteMessageAsync(await bench.ReceiveAsync("plain"));

        bench.Clock.Advance(TimeSpan.FromMinutes(9));
        await bench.SendAsync("plain", new ServiceBusMessage("2") { MessageId = "m" });
        await bench.AssertNothingAsync("plain");

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.SendAsync("plain", new ServiceBusMessage("3") { MessageId = "m" });
        Assert.Equal("3", (await bench.ReceiveAsync("plain")).Body.ToString());
        Assert.NotNull(await bench.Receiver("ordered").PeekMessageAsync());
    }

    [Fact]
    public async Task A_scheduled_copy_under_the_same_message_id_is_a_duplicate_too()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("1") { MessageId = "m" });
        var received = await bench.ReceiveAsync("plain");

        await bench.Client.CreateSender("plain").ScheduleMessageAsync(
            new ServiceBusMessage(received), bench.Clock.GetUtcNow().AddSeconds(1));
        await bench.Receiver("plain").CompleteMessageAsync(received);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        await bench.AssertNothingAsync("plain");
    }

    [Fact]
    public async Task More_than_256_KiB_is_rejected_for_a_message_and_for_messages_sent_together()
    {
        await using var bench = await Bench.StartAsync();
        var half = new byte[(128 * 1024) + 1];

        await Bench.AssertFailsAsync(ServiceBusFailureReason.MessageSizeExceeded, () => bench.SendAsync(
            "plain", new ServiceBusMessage(new byte[(256 * 1024) + 1])));
        await Bench.AssertFailsAsync(ServiceBusFailureReason.MessageSizeExceeded, () => bench.SendAsync(
            "plain", new ServiceBusMessage(half), new ServiceBusMessage(half)));
        await bench.AssertNothingAsync("plain");

        await bench.SendAsync("plain", new ServiceBusMessage(new byte[255 * 1024]));
        Assert.Equal(255 * 1024, (await bench.ReceiveAsync("plain")).Body.ToMemory().Length);
    }

    [Fact]
    public async Task An_unknown_queue_is_not_found()
    {
        await using var bench = await Bench.StartAsync();

        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => bench.SendAsync("unknown", [new("x")]));
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => bench.ReceiveAsync("unknown"));
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => bench.Client.AcceptNextSessionAsync("unknown"));
    }

    [Fact]
    public async Task A_property_of_a_type_unknown_to_Service_Bus_is_rejected_and_nothing_is_sent()
    {
        await using var bench = await Bench.StartAsync();
        var odd = new ServiceBusMessage("x") { ApplicationProperties = { ["version"] = new Version(1, 0) } };

        await Assert.ThrowsAsync<SerializationException>(
            () => bench.SendAsync("plain", new ServiceBusMessage("good"), odd));

        await bench.AssertNothingAsync("plain");
    }

    [Fact]
    public async Task A_message_keeps_everything_that_its_sender_set()
    {
        await using var bench = await Bench.StartAsync();
        var sent = new ServiceBusMessage(new byte[] { 0, 1, 255 })
        {
            MessageId = "m",
            SessionId = "s",
            PartitionKey = "s",
            To = "there",
            ReplyTo = "here",
            ReplyToSessionId = "r",
            TimeToLive = TimeSpan.FromHours(1),
            ApplicationProperties =
            {
                ["span"] = TimeSpan.FromTicks(1), ["uri"] = new Uri("https://example.org/"), ["id"] = Guid.Empty,
                ["character"] = 'x', ["bytes"] = 1L << 40,
            },
        };
        await bench.SendAsync("ordered", sent);
        await using var session = await bench.Client.AcceptSessionAsync("ordered", "s");

        var received = await session.ReceiveMessageAsync(Bench.Soon);

        Assert.Equal([0, 1, 255], received.Body.ToArray());
        Assert.Equal(("m", "s", "s"), (received.MessageId, received.SessionId, received.PartitionKey));
        Assert.Equal(("there", "here", "r"), (received.To, received.ReplyTo, received.ReplyToSessionId));
        Assert.Equal(sent.ApplicationProperties, received.ApplicationProperties);
        Assert.Equal(TimeSpan.FromHours(1), received.TimeToLive);
    }

    [Fact]
    public async Task A_message_expires_at_the_latest_when_its_queue_says()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromDays(60) });
        Assert.Equal(TimeSpan.FromDays(14), (await bench.Receiver("plain").PeekMessageAsync()).TimeToLive);

        bench.Clock.Advance(TimeSpan.FromDays(14));

        await bench.AssertNothingAsync("plain");
        Assert.Equal(
            "TTLExpiredException", (await bench.ReceiveAsync("plain", SubQueue.DeadLetter)).DeadLetterReason);
    }

    [Fact]
    public async Task An_expired_message_is_deleted_if_the_queue_does_not_dead_letter_it()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("forgetful", new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromHours(1) });

        bench.Clock.Advance(TimeSpan.FromHours(1));

        await bench.AssertNothingAsync("forgetful");
        await bench.AssertNothingAsync("forgetful", SubQueue.DeadLetter);
    }
}
