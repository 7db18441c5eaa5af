using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class DeletingTests
{
    private static readonly ServiceBusReceiverOptions Deleting =
        new() { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete };

    [Fact]
    public async Task A_received_and_deleted_message_is_not_delivered_again()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", Enumerable.Range(1, 3).Select(n => new ServiceBusMessage($"{n}")));
        await using var receiver = bench.Client.CreateReceiver("plain", Deleting);

        var messages = await receiver.ReceiveMessagesAsync(2, Bench.Soon);

        Assert.Equal(["1", "2"], messages.Select(message => message.Body.ToString()));
        bench.Clock.Advance(Bench.LockDuration);
        Assert.Equal("3", (await bench.ReceiveAsync("plain")).Body.ToString());
        await bench.AssertNothingAsync("plain");
    }

    [Fact]
    public async Task Messages_of_a_session_can_be_received_and_deleted()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", new ServiceBusMessage("x") { SessionId = "s" });
        await using var session = await bench.Client.AcceptSessionAsync(
            "ordered",
            "s",
            new ServiceBusSessionReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });

        var message = await session.ReceiveMessageAsync(Bench.Soon);

        Assert.Equal("x", message.Body.ToString());
        Assert.Null(await session.ReceiveMessageAsync(Bench.Briefly));
        await session.CloseAsync();
        Assert.Null(await bench.Receiver("ordered").PeekMessageAsync());
    }

    [Fact]
    public async Task Messages_enqueued_before_a_time_are_deleted_together_except_locked_ones()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", Enumerable.Range(1, 5).Select(n => new ServiceBusMessage($"{n}")));
        await bench.ReceiveAsync("plain");
        await using var receiver = bench.Client.CreateReceiver("plain", Deleting);

        Assert.Equal(0, await DeleteAsync(receiver, 10, bench.Clock.GetUtcNow().AddHours(-1), default));
        Assert.Equal(3, await DeleteAsync(receiver, 3, bench.Clock.GetUtcNow().AddSeconds(1), default));
        Assert.Equal(1, await DeleteAsync(receiver, 10, bench.Clock.GetUtcNow().AddSeconds(1), default));

        Assert.Equal("1", Assert.Single(await receiver.PeekMessagesAsync(10)).Body.ToString());
    }

    /// <summary>Version 7.21.0 of the client implements it, but not in its public API.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "DeleteMessagesAsync")]
    private static extern Task<int> DeleteAsync(
        ServiceBusReceiver receiver, int maxCount, DateTimeOffset? before, CancellationToken cancellationToken);
}
