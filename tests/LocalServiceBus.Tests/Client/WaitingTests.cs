using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class WaitingTests
{
    [Fact]
    public async Task A_waiting_receiver_gets_a_message_as_soon_as_it_is_sent()
    {
        await using var bench = await Bench.StartAsync();
        var waiting = bench.ReceiveAsync("plain");
        await Task.Delay(Bench.Briefly);

        var sent = Stopwatch.StartNew();
        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        await waiting;

        Assert.InRange(sent.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_waiting_receiver_gets_a_message_that_becomes_available_by_time_alone()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("plain", new ServiceBusMessage("locked"));
        await bench.ReceiveAsync("plain");
        await using var sender = bench.Client.CreateSender("plain");
        await sender.ScheduleMessageAsync(new("scheduled"), bench.Clock.GetUtcNow() + Bench.LockDuration);
        var waiting = bench.ReceiveAsync("plain");
        var alsoWaiting = bench.ReceiveAsync("plain");

        bench.Clock.Advance(Bench.LockDuration);

        var received = await Task.WhenAll(waiting, alsoWaiting);
        Assert.Equal(["locked", "scheduled"], received.Select(message => message.Body.ToString()).Order());
    }

    [Fact]
    public async Task Waiting_for_a_session_ends_when_one_is_released()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", new ServiceBusMessage("x") { SessionId = "s" });
        var holder = await bench.Client.AcceptNextSessionAsync("ordered");
        await using var patient = new ServiceBusClient(bench.ConnectionString);
        var waiting = patient.AcceptNextSessionAsync("ordered");
        await Task.Delay(Bench.Briefly);
        Assert.False(waiting.IsCompleted);

        await holder.CloseAsync();

        await using var session = await waiting.WaitAsync(Bench.Soon);
        Assert.Equal("s", session.SessionId);
    }

    [Fact]
    public async Task Waiting_for_a_session_ends_when_a_free_session_gets_a_message()
    {
        await using var bench = await Bench.StartAsync();
        await using var patient = new ServiceBusClient(bench.ConnectionString);
        var waiting = patient.AcceptNextSessionAsync("ordered");
        await Task.Delay(Bench.Briefly);

        await bench.SendAsync("ordered", new ServiceBusMessage("x") { SessionId = "s" });

        await using var session = await waiting.WaitAsync(Bench.Soon);
        Assert.Equal("x", (await session.ReceiveMessageAsync(Bench.Soon)).Body.ToString());
    }

    [Fact]
    public async Task When_the_connection_of_a_session_s_holder_is_cut_another_receiver_takes_over_at_once()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", new ServiceBusMessage("x") { SessionId = "s" });
        using var relay = new Relay(bench.Port);
        await using var doomed = bench.Connect(relay.Port);
        var holder = await doomed.AcceptSessionAsync("ordered", "s");
        Assert.Equal("x", (await holder.ReceiveMessageAsync(Bench.Soon)).Body.ToString());
        await using var patient = new ServiceBusClient(bench.ConnectionString);
        var waiting = patient.AcceptNextSessionAsync("ordered");

        relay.Cut();

        await using var session = await waiting.WaitAsync(Bench.Soon);
        var message = await session.ReceiveMessageAsync(Bench.Soon);
        Assert.Equal(("x", 1), (message.Body.ToString(), message.DeliveryCount));
    }

    [Fact]
    public async Task A_canceled_wait_ends_at_once_and_a_closed_receiver_gets_nothing()
    {
        await using var bench = await Bench.StartAsync();
        using var cancel = new CancellationTokenSource();
        await using (var receiver = bench.Receiver("plain"))
        {
            var waiting = receiver.ReceiveMessageAsync(TimeSpan.FromMinutes(1), cancel.Token);
            await Task.Delay(Bench.Briefly);

            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await bench.SendAsync("plain", new ServiceBusMessage("x"));
        Assert.Equal(1, (await bench.ReceiveAsync("plain")).DeliveryCount);
    }

    [Fact]
    public async Task Several_waiting_receivers_get_one_message_each()
    {
        await using var bench = await Bench.StartAsync();
        var waiting = Enumerable.Range(0, 8).Select(_ => bench.ReceiveAsync("plain")).ToList();
        await Task.Delay(Bench.Briefly);

        await bench.SendAsync("plain", Enumerable.Range(0, 8).Select(n => new ServiceBusMessage($"{n}")));

        var received = await Task.WhenAll(waiting);
        Assert.Equal(
            Enumerable.Range(0, 8).Select(n => $"{n}"), received.Select(message => message.Body.ToString()).Order());
    }
}
