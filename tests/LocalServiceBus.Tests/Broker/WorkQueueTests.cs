using LocalServiceBus.Broker;

namespace LocalServiceBus.Tests.Broker;

public sealed class WorkQueueTests
{
    private static readonly QueueDefinition Queue = new("q");

    [Fact]
    public async Task Failed_work_is_rolled_back_alone_and_the_rest_of_its_commit_is_kept()
    {
        await using var broker = NewBroker();
        using var gate = new ManualResetEventSlim();
        var first = broker.RunAsync(_ => gate.Wait(Bench.Soon));
        var before = broker.RunAsync(transaction => transaction.Send(Queue, [Message("1")]));
        var failing = broker.RunAsync(transaction =>
        {
            transaction.Send(Queue, [Message("2")]);
            return transaction.CancelScheduled(Queue, [99]);
        });
        var after = broker.RunAsync(transaction => transaction.Send(Queue, [Message("3")]));
        gate.Set();

        await Task.WhenAll(first, before, after);

        var rejection = await Assert.ThrowsAsync<BrokerException>(() => failing);
        Assert.Equal(Conditions.MessageNotFound, rejection.Condition);
        var kept = await broker.RunAsync(transaction => transaction.Peek(Queue, session: null, from: 0, maxCount: 9));
        Assert.Equal([1, 3], kept.Select(message => message.Content[0]));
    }

    [Fact]
    public async Task A_stopped_broker_finishes_accepted_work_and_accepts_no_more()
    {
        var broker = NewBroker();
        using var gate = new ManualResetEventSlim();
        var taken = broker.RunAsync(_ => gate.Wait(Bench.Soon));
        var stopping = broker.DisposeAsync();

        var rejection = await Assert.ThrowsAsync<BrokerException>(() => broker.RunAsync(_ => true));
        gate.Set();

        Assert.Equal(Conditions.ServerBusy, rejection.Condition);
        Assert.True(await taken);
        await stopping;
    }

    [Fact]
    public async Task Sessions_with_messages_are_listed_and_so_are_those_whose_state_was_set_since_a_time()
    {
        var queue = new QueueDefinition("s") { RequiresSession = true };
        await using var broker = new LocalBroker(Store.InMemory(), new QueueDefinitions(queue), TimeProvider.System);
        await broker.RunAsync(transaction => transaction.Send(queue, [Message("1") with { SessionId = "a" }]));
        var held = await broker.RunAsync(transaction => transaction.Accept(queue, "b"));
        await broker.RunAsync(transaction => transaction.SetState(queue, held, [1]));

        Assert.Equal(["a"], await broker.RunAsync(transaction => transaction.List(queue, updatedSince: null, 0, 9)));
        Assert.Equal(
            ["b"], await broker.RunAsync(transaction => transaction.List(queue, DateTimeOffset.UnixEpoch, 0, 9)));
        Assert.Empty(
            await broker.RunAsync(transaction => transaction.List(queue, DateTimeOffset.UtcNow.AddHours(1), 0, 9)));
    }

    private static LocalBroker NewBroker() =>
        new(Store.InMemory(), new QueueDefinitions(Queue), TimeProvider.System);

    private static Envelope Message(string number) => new(number, [byte.Parse(number, provider: null)]);
}
