using LocalServiceBus.Broker;
using Microsoft.Extensions.Time.Testing;

namespace LocalServiceBus.Tests.Broker;

public sealed class TakingTests
{
    private static readonly QueueDefinition Queue = new("q") { DefaultMessageTimeToLive = TimeSpan.FromHours(1) };

    [Fact]
    public async Task A_taken_message_that_could_not_be_sent_is_restored_in_its_old_place()
    {
        var clock = new FakeTimeProvider();
        await using var broker = new LocalBroker(Store.InMemory(), new QueueDefinitions(Queue), clock);
        await broker.RunAsync(transaction => transaction.Send(Queue, [Message("1"), Message("2"), Message("3")]));
        var taken = await broker.RunAsync(transaction => transaction.Take(Queue, held: null, maxCount: 2));
        Assert.Equal([3], await NumbersAsync(broker));

        await broker.RunAsync(transaction => transaction.Restore(Queue, taken));

        Assert.Equal([1, 2, 3], await NumbersAsync(broker));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await NumbersAsync(broker));
    }

    private static async Task<IEnumerable<byte>> NumbersAsync(LocalBroker broker)
    {
        var messages = await broker.RunAsync(
            transaction => transaction.Peek(Queue, session: null, from: 0, maxCount: 9));
        return messages.Select(message => message.Content[0]);
    }

    private static Envelope Message(string number) => new(number, [byte.Parse(number, provider: null)]);
}
