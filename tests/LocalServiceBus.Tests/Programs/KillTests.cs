using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Programs;

public sealed class KillTests
{
    private const int Senders = 8;
    private const int Kills = 3;
    private const int SendsBetweenKills = 200;

    [Fact]
    public async Task An_acknowledged_message_survives_every_kill()
    {
        using var bench = new ProcessBench();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await bench.StartAsync();
            await using var client = server.Connect();
            var until = acknowledged.Count + SendsBetweenKills;
            var sending = Enumerable.Range(0, Senders)
                .Select(n => SendUntilKilledAsync(client, $"{kill}-{n}", acknowledged)).ToList();
            await Bench.UntilAsync(() => acknowledged.Count >= until);

            server.Kill();

            await Task.WhenAll(sending);
        }

        await using var survivor = await bench.StartAsync();
        await using var reader = survivor.Connect();
        Assert.Subset(await IdsAsync(reader), acknowledged.Keys.ToHashSet());
    }

    [Fact]
    public async Task After_a_kill_sessions_and_messages_are_unlocked_and_the_deliveries_do_not_count()
    {
        using var bench = new ProcessBench();
        await using (var server = await bench.StartAsync())
        {
            await using var client = server.Connect();
            await client.CreateSender("ordered").SendMessageAsync(new("x") { SessionId = "s" });
            await client.CreateSender("plain").SendMessageAsync(new("y"));
            var session = await client.AcceptSessionAsync("ordered", "s");
            Assert.NotNull(await session.ReceiveMessageAsync(Bench.Soon));
            Assert.NotNull(await client.CreateReceiver("plain").ReceiveMessageAsync(Bench.Soon));

            server.Kill();
        }

        await using var next = await bench.StartAsync();
        await using var other = next.Connect();
        var held = await other.AcceptNextSessionAsync("ordered");
        Assert.Equal(1, (await held.ReceiveMessageAsync(Bench.Soon)).DeliveryCount);
        Assert.Equal(1, (await other.CreateReceiver("plain").ReceiveMessageAsync(Bench.Soon)).DeliveryCount);
    }

    private static async Task SendUntilKilledAsync(
        ServiceBusClient client, string name, ConcurrentDictionary<string, bool> acknowledged)
    {
        await using var sender = client.CreateSender("plain");
        for (var n = 0; ; n++)
        {
            var id = $"{name}-{n}";
            try
            {
                await sender.SendMessageAsync(new ServiceBusMessage(id) { MessageId = id });
            }
            catch (ServiceBusException)
            {
                return;
            }

            acknowledged[id] = true;
        }
    }

    private static async Task<HashSet<string>> IdsAsync(ServiceBusClient client)
    {
        const int batchSize = 250;
        await using var receiver = client.CreateReceiver("plain");
        var ids = new HashSet<string>();
        while (await receiver.PeekMessagesAsync(batchSize) is { Count: > 0 } messages)
            ids.UnionWith(messages.Select(message => message.MessageId));

        return ids;
    }
}
