using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;

namespace Payments.Polyfills.Tests.ServiceBus;

public sealed class SendingTests
{
    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_scheduled_message_comes_when_it_is_due_at_the_end_of_the_queue(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var due = bench.Clock.GetUtcNow().AddMinutes(5);
        var number = await bench.Sending.CreateSender("credits").ScheduleMessageAsync(new("later"), due);
        await bench.SendAsync("credits", new ServiceBusMessage("set") { ScheduledEnqueueTime = due.AddSeconds(1) });
        await bench.SendAsync("credits", new ServiceBusMessage("now"));

        var now = await bench.ReceiveAsync("credits");
        Assert.Equal("now", now.Body.ToString());
        await bench.Receiver("credits").CompleteMessageAsync(now);
        await bench.AssertNothingAsync("credits");
        bench.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        var later = await bench.ReceiveAsync("credits");
        Assert.Equal("later", later.Body.ToString());
        Assert.Equal((due, due), (later.EnqueuedTime, later.ScheduledEnqueueTime));
        Assert.True(later.SequenceNumber > number);
        Assert.Equal("set", (await bench.ReceiveAsync("credits")).Body.ToString());
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_scheduled_message_can_be_canceled_until_it_is_due(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var sender = bench.Sending.CreateSender("credits");
        var canceled = await sender.ScheduleMessageAsync(new("1"), bench.Clock.GetUtcNow().AddMinutes(5));
        var kept = await sender.ScheduleMessageAsync(new("2"), bench.Clock.GetUtcNow().AddMinutes(5));

        await sender.CancelScheduledMessageAsync(canceled);
        bench.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("2", (await bench.ReceiveAsync("credits")).Body.ToString());
        await bench.AssertNothingAsync("credits");
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessageNotFound, () => sender.CancelScheduledMessageAsync(kept));
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_message_id_is_taken_once_within_the_window_even_if_the_first_is_gone(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("credits", new ServiceBusMessage("1") { MessageId = "m" });
        await bench.SendAsync("refunds", new ServiceBusMessage("other queue") { MessageId = "m", SessionId = "s" });
        await bench.Receiver("credits").CompleteMessageAsync(await bench.ReceiveAsync("credits"));

        bench.Clock.Advance(TimeSpan.FromMinutes(9));
        await bench.SendAsync("credits", new ServiceBusMessage("2") { MessageId = "m" });
        await bench.AssertNothingAsync("credits");

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.SendAsync("credits", new ServiceBusMessage("3") { MessageId = "m" });
        Assert.Equal("3", (await bench.ReceiveAsync("credits")).Body.ToString());
        Assert.NotNull(await bench.Receiver("refunds").PeekMessageAsync());
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_scheduled_copy_under_the_same_message_id_is_a_duplicate_too(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("credits", new ServiceBusMessage("1") { MessageId = "m" });
        var received = await bench.ReceiveAsync("credits");

        await bench.Sending.CreateSender("credits").ScheduleMessageAsync(
            new ServiceBusMessage(received), bench.Clock.GetUtcNow().AddSeconds(1));
        await bench.Receiver("credits").CompleteMessageAsync(received);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        await bench.AssertNothingAsync("credits");
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task More_than_256_KiB_is_refused_in_one_message_and_in_messages_sent_together(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var half = new byte[(128 * 1024) + 1];

        await Bench.AssertFailsAsync(ServiceBusFailureReason.MessageSizeExceeded, () => bench.SendAsync(
            "credits", new ServiceBusMessage(new byte[(256 * 1024) + 1])));
        await Bench.AssertFailsAsync(ServiceBusFailureReason.MessageSizeExceeded, () => bench.SendAsync(
            "credits", new ServiceBusMessage(half), new ServiceBusMessage(half)));
        await bench.AssertNothingAsync("credits");

        await bench.SendAsync("credits", new ServiceBusMessage(new byte[255 * 1024]));
        Assert.Equal(255 * 1024, (await bench.ReceiveAsync("credits")).Body.ToMemory().Length);
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task An_unknown_queue_is_not_found(StoreKind kind)
    {
        await using var bench = new Bench(kind);

        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => bench.SendAsync("refund", [new("x")]));
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => bench.ReceiveAsync("refund"));
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => bench.Receiving.AcceptNextSessionAsync("refund"));
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_property_of_a_type_that_Service_Bus_has_not_is_refused_and_nothing_is_sent(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var odd = new ServiceBusMessage("x") { ApplicationProperties = { ["version"] = new Version(1, 0) } };

        await Assert.ThrowsAsync<SerializationException>(
            () => bench.SendAsync("credits", new ServiceBusMessage("good"), odd));

        await bench.AssertNothingAsync("credits");
    }
}
