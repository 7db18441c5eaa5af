using LocalServiceBus.Broker;
using Microsoft.Extensions.Time.Testing;

namespace LocalServiceBus.Tests.Broker;

public sealed class TakingTests
{
    private static readonly QueueDefinition Queue = new("q") { DefaultMessageTimeToLive = TimeSpan.FromHours(1) };

    [Fact]
    public async Task What_was_taken_and_could_not_be_sent_is_back_in_its_place_as_it_was()
    {
        var clock = new FakeTimeProvider();
        await using var broker = new LocalBroker(Store.InMemory(), new QueueDefinitions(Queue), clock);
        await broker.RunAsync(transaction => transaction.Send(Queue, [Message("1"), Message("2"), Message("3")]));
        var taken = await broker.RunAsync(transaction => transaction.Take(Queue, held: null, most: 2));
        Assert.Equal([3], await NumbersAsync(broker));

        await broker.RunAsync(transaction => transaction.PutBack(Queue, taken));

        Assert.Equal([1, 2, 3], await NumbersAsync(broker));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await NumbersAsync(broker));
    }

    private static async Task<IEnumerable<byte>> NumbersAsync(LocalBroker broker)
    {
        var messages = await broker.RunAsync(transaction => transaction.Peek(Queue, session: null, from: 0, most: 9));
        return messages.Select(message => message.Content[0]);
    }

    private static Envelope Message(string number) => new(number, [byte.Parse(number, provider: null)]);
}
