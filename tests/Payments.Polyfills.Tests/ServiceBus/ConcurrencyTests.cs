using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace Payments.Polyfills.Tests.ServiceBus;

public sealed class ConcurrencyTests
{
    private const int Consumers = 4;
    private const int Sessions = 50;
    private const int Messages = 2_000;

    [Theory, ClassData(typeof(EveryStore))]
    public async Task Concurrent_consumers_settle_each_message_once_and_each_session_in_order(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        foreach (var batch in Enumerable.Range(0, Messages).Chunk(200))
        {
            await bench.SendAsync("refunds", batch.Select(n =>
                new ServiceBusMessage($"{n}") { SessionId = $"s{n % Sessions}", MessageId = $"m{n}" }));
        }

        var settled = new ConcurrentQueue<(string Session, int Number)>();
        var clients = Enumerable.Range(0, Consumers)
            .Select(n => n % 2 == 0 ? bench.Receiving : new ServiceBusClient(bench.Sending.Broker, new()
            {
                RetryOptions = new() { TryTimeout = Bench.Briefly },
            }));
        await Task.WhenAll(clients.Select(client => ConsumeAsync(client, settled)));

        Assert.Equal(Enumerable.Range(0, Messages), settled.Select(message => message.Number).Order());
        Assert.All(settled.GroupBy(message => message.Session), session => Assert.Equal(
            session.Select(message => message.Number).Order(), session.Select(message => message.Number)));
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task Concurrent_senders_of_one_message_id_send_one_message(StoreKind kind)
    {
        await using var bench = new Bench(kind);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            (n % 2 == 0 ? bench.Sending : bench.Receiving).CreateSender("credits")
                .SendMessageAsync(new ServiceBusMessage("x") { MessageId = "m" })));

        Assert.Single(await bench.Receiver("credits").PeekMessagesAsync(20));
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_waiting_receiver_gets_a_message_as_it_is_sent(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var waiting = bench.ReceiveAsync("credits");
        await Task.Delay(Bench.Briefly);

        var sent = Stopwatch.StartNew();
        await bench.SendAsync("credits", new ServiceBusMessage("x"));
        await waiting;

        // At once within a process, after one poll across processes; the rest is for a busy machine.
        Assert.InRange(sent.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_canceled_wait_ends_at_once_and_takes_nothing(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        using var cancel = new CancellationTokenSource();
        var waiting = bench.Receiver("credits").ReceiveMessageAsync(TimeSpan.FromMinutes(1), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await bench.SendAsync("credits", new ServiceBusMessage("x"));
        await bench.ReceiveAsync("credits");
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_waiting_receiver_gets_what_only_time_makes_available(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("credits", new ServiceBusMessage("locked"));
        await bench.ReceiveAsync("credits");
        var due = bench.Clock.GetUtcNow() + Bench.LockDuration;
        await bench.Sending.CreateSender("credits").ScheduleMessageAsync(new("scheduled"), due);
        var waiting = bench.ReceiveAsync("credits");
        var alsoWaiting = bench.ReceiveAsync("credits");

        bench.Clock.Advance(Bench.LockDuration);

        var received = await Task.WhenAll(waiting, alsoWaiting);
        Assert.Equal(["locked", "scheduled"], received.Select(message => message.Body.ToString()).Order());
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task Waiting_for_a_session_ends_when_one_is_given_back(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        await bench.SendAsync("refunds", new ServiceBusMessage("x") { SessionId = "s" });
        var holder = await bench.Sending.AcceptNextSessionAsync("refunds");
        var patient = new ServiceBusClient(bench.Receiving.Broker);
        var waiting = patient.AcceptNextSessionAsync("refunds");
        await Task.Delay(Bench.Briefly);
        Assert.False(waiting.IsCompleted);

        await holder.CloseAsync();

        await using var session = await waiting.WaitAsync(Bench.Soon);
        Assert.Equal("s", session.SessionId);
    }

    [Theory, ClassData(typeof(EveryStore))]
    public async Task A_receiver_closed_while_it_waits_takes_nothing_more(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var receiver = bench.Receiver("credits");
        var waiting = receiver.ReceiveMessageAsync(Bench.Soon);
        await receiver.CloseAsync();

        await bench.SendAsync("credits", new ServiceBusMessage("x"));

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Equal(1, (await bench.ReceiveAsync("credits")).DeliveryCount);
    }

    private static async Task ConsumeAsync(ServiceBusClient client, ConcurrentQueue<(string, int)> settled)
    {
        while (await NextSessionAsync(client) is { } session)
        {
            // Two at a time, and then on to another session, so that sessions change hands often.
            foreach (var message in await session.ReceiveMessagesAsync(2, Bench.Briefly))
            {
                await session.CompleteMessageAsync(message);
                settled.Enqueue((session.SessionId, int.Parse(message.Body.ToString(), provider: null)));
            }

            await session.CloseAsync();
        }
    }

    private static async Task<ServiceBusSessionReceiver?> NextSessionAsync(ServiceBusClient client)
    {
        try
        {
            return await client.AcceptNextSessionAsync("refunds");
        }
        catch (ServiceBusException none) when (none.Reason == ServiceBusFailureReason.ServiceTimeout)
        {
            return null;
        }
    }
}
