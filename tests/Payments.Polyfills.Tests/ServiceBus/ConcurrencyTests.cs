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
