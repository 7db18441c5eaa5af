using Azure.Messaging.ServiceBus;

namespace Payments.Polyfills.Tests.ServiceBus;

public sealed class DeadLetterTests
{
    private const int MaxDeliveryCount = 10;

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_message_abandoned_too_often_is_dead_lettered(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("credits", new ServiceBusMessage("x") { MessageId = "m" });

        for (var delivery = 1; delivery <= MaxDeliveryCount; delivery++)
        {
            var message = await bench.ReceiveAsync("credits");
            Assert.Equal(delivery, message.DeliveryCount);
            await bench.Receiver("credits").AbandonMessageAsync(message);
        }

        await bench.AssertNothingAsync("credits");
        var dead = await bench.ReceiveAsync("credits", SubQueue.DeadLetter);
        Assert.Equal(("m", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.DeadLetterReason));
        Assert.Equal("credits", dead.DeadLetterSource);
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_message_whose_lock_ends_too_often_is_dead_lettered(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("credits", new ServiceBusMessage("x"));

        for (var delivery = 1; delivery <= MaxDeliveryCount; delivery++)
        {
            await bench.ReceiveAsync("credits");
            bench.Clock.Advance(Bench.LockDuration);
        }

        await bench.AssertNothingAsync("credits");
        var dead = await bench.ReceiveAsync("credits", SubQueue.DeadLetter);
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_dead_letter_keeps_its_reason_and_can_be_sent_again(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("credits", new ServiceBusMessage("x") { MessageId = "m", Subject = "credit" });
        var message = await bench.ReceiveAsync("credits");
        await bench.Receiver("credits").DeadLetterMessageAsync(message, "Unreadable", "The body is no JSON.");

        var path = bench.Receiving.CreateReceiver("credits/$deadletterqueue");
        var dead = await path.ReceiveMessageAsync(Bench.Soon);
        Assert.Equal("Unreadable", dead?.DeadLetterReason);
        Assert.Equal("The body is no JSON.", dead?.DeadLetterErrorDescription);
        await bench.SendAsync("credits", new ServiceBusMessage(dead!) { MessageId = "m-again" });
        await path.CompleteMessageAsync(dead!);

        var again = await bench.ReceiveAsync("credits");
        Assert.Equal(("x", "credit", 1), (again.Body.ToString(), again.Subject, again.DeliveryCount));
        Assert.Null(again.DeadLetterReason);
        Assert.Empty(again.ApplicationProperties);
        await bench.AssertNothingAsync("credits", SubQueue.DeadLetter);
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_dead_letter_stays_until_it_is_completed(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("credits", new ServiceBusMessage("x"));
        await bench.Receiver("credits").DeadLetterMessageAsync(
            await bench.ReceiveAsync("credits"), new Dictionary<string, object> { ["by"] = "ops" }, "Why");
        bench.Clock.Advance(TimeSpan.FromDays(30));

        for (var delivery = 0; delivery < MaxDeliveryCount + 2; delivery++)
        {
            var dead = await bench.ReceiveAsync("credits", SubQueue.DeadLetter);
            Assert.Equal(("ops", "Why"), (dead.ApplicationProperties["by"], dead.DeadLetterReason));
            await bench.Receiver("credits", SubQueue.DeadLetter).AbandonMessageAsync(dead);
        }

        await bench.ReceiveAsync("credits", SubQueue.DeadLetter);
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task An_expired_message_is_dead_lettered(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("credits", new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromHours(1) });
        await bench.SendAsync("credits", new ServiceBusMessage("y"));

        bench.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("y", (await bench.ReceiveAsync("credits")).Body.ToString());
        var dead = await bench.ReceiveAsync("credits", SubQueue.DeadLetter);
        Assert.Equal(("x", "TTLExpiredException"), (dead.Body.ToString(), dead.DeadLetterReason));
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task The_dead_letters_of_a_session_queue_are_received_without_a_session(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("refunds", new ServiceBusMessage("x") { SessionId = "s" });
        var session = await bench.Receiving.AcceptSessionAsync("refunds", "s");
        var message = await session.ReceiveMessageAsync(Bench.Soon);
        await session.DeadLetterMessageAsync(message!, "Why");

        var dead = await bench.ReceiveAsync("refunds", SubQueue.DeadLetter);

        Assert.Equal(("s", "Why"), (dead.SessionId, dead.DeadLetterReason));
    }
}
