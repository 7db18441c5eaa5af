using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class DeadLettersTests
{
    private const int MaxDeliveryCount = 10;

    [Fact]
    public async Task A_message_abandoned_too_often_is_dead_lettered()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x") { MessageId = "m" });

        for (var delivery = 1; delivery <= MaxDeliveryCount; delivery++)
        {
            var message = await bench.ReceiveAsync("plain");
            Assert.Equal(delivery, message.DeliveryCount);
            await bench.Receiver("plain").AbandonMessageAsync(message);
        }

        await bench.AssertNothingAsync("plain");
        var dead = await bench.ReceiveAsync("plain", SubQueue.DeadLetter);
        Assert.Equal(("m", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.DeadLetterReason));
        Assert.Equal("plain", dead.DeadLetterSource);
    }

    [Fact]
    public async Task A_message_whose_lock_ends_too_often_is_dead_lettered()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));

        for (var delivery = 1; delivery <= MaxDeliveryCount; delivery++)
        {
            await bench.ReceiveAsync("plain");
            bench.Clock.Advance(Bench.LockDuration);
        }

        await bench.AssertNothingAsync("plain");
        var dead = await bench.ReceiveAsync("plain", SubQueue.DeadLetter);
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_reason_and_can_be_sent_again()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x") { MessageId = "m", Subject = "credit" });
        var message = await bench.ReceiveAsync("plain");
        await bench.Receiver("plain").DeadLetterMessageAsync(message, "Unreadable", "The body is no JSON.");

        var path = bench.Client.CreateReceiver("plain/$deadletterqueue");
        var dead = await path.ReceiveMessageAsync(Bench.Soon);
        Assert.Equal("Unreadable", dead?.DeadLetterReason);
        Assert.Equal("The body is no JSON.", dead?.DeadLetterErrorDescription);
        await bench.SendAsync("plain", new ServiceBusMessage(dead!) { MessageId = "m-again" });
        await path.CompleteMessageAsync(dead!);

        var again = await bench.ReceiveAsync("plain");
        Assert.Equal(("x", "credit", 1), (again.Body.ToString(), again.Subject, again.DeliveryCount));
        Assert.Null(again.DeadLetterReason);
        Assert.Empty(again.ApplicationProperties);
        await bench.AssertNothingAsync("plain", SubQueue.DeadLetter);
    }

    [Fact]
    public async Task A_dead_letter_stays_until_it_is_completed()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        await bench.Receiver("plain").DeadLetterMessageAsync(
            await bench.ReceiveAsync("plain"), new Dictionary<string, object> { ["by"] = "ops" }, "Why");
        bench.Clock.Advance(TimeSpan.FromDays(30));

        for (var delivery = 0; delivery < MaxDeliveryCount + 2; delivery++)
        {
            var dead = await bench.ReceiveAsync("plain", SubQueue.DeadLetter);
            Assert.Equal(("ops", "Why"), (dead.ApplicationProperties["by"], dead.DeadLetterReason));
            await bench.Receiver("plain", SubQueue.DeadLetter).AbandonMessageAsync(dead);
        }

        await bench.ReceiveAsync("plain", SubQueue.DeadLetter);
    }

    [Fact]
    public async Task An_expired_message_is_dead_lettered()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromHours(1) });
        await bench.SendAsync("plain", new ServiceBusMessage("y"));

        bench.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("y", (await bench.ReceiveAsync("plain")).Body.ToString());
        var dead = await bench.ReceiveAsync("plain", SubQueue.DeadLetter);
        Assert.Equal(("x", "TTLExpiredException"), (dead.Body.ToString(), dead.DeadLetterReason));
    }

    [Fact]
    public async Task The_dead_letters_of_a_session_queue_are_received_without_a_session()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", new ServiceBusMessage("x") { SessionId = "s" });
        var session = await bench.Client.AcceptSessionAsync("ordered", "s");
        var message = await session.ReceiveMessageAsync(Bench.Soon);
        await session.DeadLetterMessageAsync(message!, "Why");

        var dead = await bench.ReceiveAsync("ordered", SubQueue.DeadLetter);

        Assert.Equal(("s", "Why"), (dead.SessionId, dead.DeadLetterReason));
    }
}
