using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class BatchTests
{
    [Fact]
    public async Task A_batch_accepts_what_fits_and_arrives_in_order()
    {
        await using var bench = await Bench.StartAsync();
        await using var sender = bench.Client.CreateSender("plain");
        using var batch = await sender.CreateMessageBatchAsync();
        var added = 0;
        while (batch.TryAddMessage(new ServiceBusMessage(new byte[10 * 1024]) { Subject = $"{added}" }))
            added++;

        await sender.SendMessagesAsync(batch);

        Assert.InRange(added, 20, 26);
        var received = new List<ServiceBusReceivedMessage>();
        await using var receiver = bench.Receiver("plain");
        while (received.Count < added)
            received.AddRange(await receiver.ReceiveMessagesAsync(added - received.Count, Bench.Soon));

        Assert.Equal(Enumerable.Range(0, added).Select(n => $"{n}"), received.Select(message => message.Subject));
    }

    [Fact]
    public async Task The_same_message_sent_twenty_times_at_once_is_stored_once()
    {
        await using var bench = await Bench.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            bench.SendAsync("plain", new ServiceBusMessage("x") { MessageId = "m" })));

        Assert.Single(await bench.Receiver("plain").PeekMessagesAsync(20));
    }

    [Fact]
    public async Task Several_messages_are_scheduled_and_canceled_together()
    {
        await using var bench = await Bench.StartAsync();
        await using var sender = bench.Client.CreateSender("plain");
        var due = bench.Clock.GetUtcNow().AddMinutes(5);
        var numbers = await sender.ScheduleMessagesAsync([new("1"), new("2"), new("3")], due);

        await sender.CancelScheduledMessagesAsync([numbers[0], numbers[2]]);
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessageNotFound,
            () => sender.CancelScheduledMessagesAsync([numbers[1], numbers[2]]));
        bench.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("2", (await bench.ReceiveAsync("plain")).Body.ToString());
        await bench.AssertNothingAsync("plain");
    }
}
