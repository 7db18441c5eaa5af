using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class ProcessorTests
{
    private const int Consumers = 4;
    private const int Sessions = 25;
    private const int Messages = 500;

    [Fact]
    public async Task A_processor_settles_each_message_once_with_many_calls_at_a_time()
    {
        await using var bench = await Bench.StartAsync();
        var handled = new ConcurrentQueue<int>();
        await using var processor = bench.Client.CreateProcessor(
            "plain", new ServiceBusProcessorOptions { MaxConcurrentCalls = 16, PrefetchCount = 8 });
        processor.ProcessMessageAsync += arguments =>
        {
            handled.Enqueue(Number(arguments.Message));
            return Task.CompletedTask;
        };
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        await processor.StartProcessingAsync();

        await bench.SendAsync("plain", Enumerable.Range(0, Messages).Select(n => new ServiceBusMessage($"{n}")));

        await Bench.UntilAsync(() => handled.Count >= Messages);
        await processor.StopProcessingAsync();
        Assert.Equal(Enumerable.Range(0, Messages), handled.Order());
        await bench.AssertNothingAsync("plain");
    }

    [Fact]
    public async Task Session_processors_settle_each_message_once_and_each_session_in_order()
    {
        await using var bench = await Bench.StartAsync();
        var handled = new ConcurrentQueue<(string Session, int Number)>();
        var errors = new ConcurrentQueue<Exception>();
        await using var other = bench.Connect();
        await using var one = Process(bench.Client, handled, errors);
        await using var two = Process(other, handled, errors);
        await one.StartProcessingAsync();
        await two.StartProcessingAsync();

        await bench.SendAsync("ordered", Enumerable.Range(0, Messages).Select(InSession));

        await Bench.UntilAsync(() => handled.Count >= Messages);
        await Task.WhenAll(one.StopProcessingAsync(), two.StopProcessingAsync());
        Assert.Equal(Enumerable.Range(0, Messages), handled.Select(message => message.Number).Order());
        AssertEachSessionInOrder(handled);
        Assert.DoesNotContain(errors, error => error is not ServiceBusException { IsTransient: true });
    }

    [Fact]
    public async Task Concurrent_receivers_settle_each_message_once_and_each_session_in_order()
    {
        await using var bench = await Bench.StartAsync();
        await bench.SendAsync("ordered", Enumerable.Range(0, Messages).Select(InSession));
        var settled = new ConcurrentQueue<(string Session, int Number)>();

        await Task.WhenAll(Enumerable.Range(0, Consumers).Select(_ => ConsumeAsync(bench, settled)));

        Assert.Equal(Enumerable.Range(0, Messages), settled.Select(message => message.Number).Order());
        AssertEachSessionInOrder(settled);
    }

    [Fact]
    public async Task A_message_whose_handler_fails_is_redelivered_and_finally_dead_lettered()
    {
        await using var bench = await Bench.StartAsync();
        var deliveries = new ConcurrentQueue<int>();
        await using var processor = bench.Client.CreateProcessor("forgetful");
        processor.ProcessMessageAsync += arguments =>
        {
            deliveries.Enqueue(arguments.Message.DeliveryCount);
            throw new InvalidOperationException("The handler fails.");
        };
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        await bench.SendAsync("forgetful", new ServiceBusMessage("x"));
        await processor.StartProcessingAsync();

        var dead = await bench.ReceiveAsync("forgetful", SubQueue.DeadLetter);

        Assert.Equal(("x", "MaxDeliveryCountExceeded"), (dead.Body.ToString(), dead.DeadLetterReason));
        Assert.Equal([1, 2], deliveries);
    }

    [Fact]
    public async Task A_processor_renews_the_lock_of_a_message_that_takes_longer_than_its_lock()
    {
        await using var bench = await Bench.StartAsync();
        var handled = new TaskCompletionSource();
        await using var processor = bench.Client.CreateProcessor("forgetful");
        processor.ProcessMessageAsync += async arguments =>
        {
            // The queue's locks last 2 s.
            await Task.Delay(TimeSpan.FromSeconds(3));
            await arguments.CompleteMessageAsync(arguments.Message);
            handled.SetResult();
        };
        processor.ProcessErrorAsync += error =>
        {
            handled.TrySetException(error.Exception);
            return Task.CompletedTask;
        };
        await bench.SendAsync("forgetful", new ServiceBusMessage("x"));
        await processor.StartProcessingAsync();

        await handled.Task.WaitAsync(Bench.Soon);

        await bench.AssertNothingAsync("forgetful");
    }

    private static ServiceBusMessage InSession(int number) =>
        new($"{number}") { SessionId = $"s{number % Sessions}", MessageId = $"m{number}" };

    private static ServiceBusSessionProcessor Process(
        ServiceBusClient client, ConcurrentQueue<(string, int)> handled, ConcurrentQueue<Exception> errors)
    {
        var processor = client.CreateSessionProcessor("ordered", new ServiceBusSessionProcessorOptions
        {
            MaxConcurrentSessions = 8,
            SessionIdleTimeout = TimeSpan.FromMilliseconds(200),
        });
        processor.ProcessMessageAsync += arguments =>
        {
            handled.Enqueue((arguments.SessionId, Number(arguments.Message)));
            return Task.CompletedTask;
        };
        processor.ProcessErrorAsync += error =>
        {
            errors.Enqueue(error.Exception);
            return Task.CompletedTask;
        };
        return processor;
    }

    private static async Task ConsumeAsync(Bench bench, ConcurrentQueue<(string, int)> settled)
    {
        await using var client = bench.Connect();
        while (await NextSessionAsync(client) is { } session)
        {
            // Receives two at a time, then moves to another session, so that sessions often change hands.
            foreach (var message in await session.ReceiveMessagesAsync(2, Bench.Soon))
            {
                await session.CompleteMessageAsync(message);
                settled.Enqueue((session.SessionId, Number(message)));
            }

            await session.CloseAsync();
        }
    }

    private static async Task<ServiceBusSessionReceiver?> NextSessionAsync(ServiceBusClient client)
    {
        try
        {
            return await client.AcceptNextSessionAsync("ordered");
        }
        catch (ServiceBusException none) when (none.Reason == ServiceBusFailureReason.ServiceTimeout)
        {
            return null;
        }
    }

    private static void AssertEachSessionInOrder(IEnumerable<(string Session, int Number)> messages) =>
        Assert.All(messages.GroupBy(message => message.Session), session => Assert.Equal(
            session.Select(message => message.Number).Order(), session.Select(message => message.Number)));

    private static int Number(ServiceBusReceivedMessage message) => int.Parse(message.Body.ToString(), provider: null);
}
