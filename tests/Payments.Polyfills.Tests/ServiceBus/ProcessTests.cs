using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Broker;

namespace Payments.Polyfills.Tests.ServiceBus;

/// <summary>What several processes on one file, and the killing of one, must not break.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string Config = """
        {"UserConfig": {"Namespaces": [{"Name": "sbemulatorns", "Queues": [
          {"Name": "work", "Properties": {"LockDuration": "PT2S", "RequiresDuplicateDetection": true}},
          {"Name": "ordered", "Properties": {"LockDuration": "PT1M", "RequiresSession": true}}]}]}}
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("servicebus-");
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20));
    private LocalBroker _broker;
    private ServiceBusClient _client;

    public ProcessTests()
    {
        File.WriteAllText(ConfigPath, Config);
        _broker = Reopen();
        _client = new ServiceBusClient(_broker);
    }

    private string StorePath => Path.Combine(_directory.FullName, "bus.db");

    private string ConfigPath => Path.Combine(_directory.FullName, "config.json");

    [Fact]
    public async Task What_a_killed_process_had_locked_comes_back_when_the_lock_ends()
    {
        await _client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("x"));
        using var holder = new OtherProcess(StorePath, ConfigPath, "hold", "work");
        Assert.Equal("x", await holder.LineAsync(_limit.Token));
        holder.Kill();

        var receiver = _client.CreateReceiver("work");
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5), _limit.Token);

        Assert.Equal(("x", 2), (message?.Body.ToString(), message?.DeliveryCount));
        await receiver.CompleteMessageAsync(message!);
    }

    [Fact]
    public async Task Everything_that_a_killed_process_was_told_is_accepted_is_there()
    {
        using var sender = new OtherProcess(StorePath, ConfigPath, "send", "work", "1000000");
        var accepted = 0;
        while (accepted < 200)
            accepted = int.Parse((await sender.LineAsync(_limit.Token))!, provider: null);

        sender.Kill();

        // What it said while it was being killed counts too; its very last line may be cut short.
        var said = await sender.LinesToEndAsync(_limit.Token);
        accepted += Math.Max(0, said.Length - 1);
        var stored = await _client.CreateReceiver("work").PeekMessagesAsync(1_000_000);
        Assert.InRange(stored.Count, accepted, int.MaxValue);
        Assert.Equal(
            Enumerable.Range(1, stored.Count).Select(n => $"{n}"), stored.Select(message => message.Body.ToString()));
    }

    [Fact]
    public async Task A_message_from_another_process_wakes_a_waiting_receiver()
    {
        var waiting = _client.CreateReceiver("work").ReceiveMessageAsync(TimeSpan.FromSeconds(10), _limit.Token);
        using var sender = new OtherProcess(StorePath, ConfigPath, "send", "work", "1");

        Assert.Equal("1", (await waiting)?.Body.ToString());
    }

    [Fact]
    public async Task Two_processes_that_compete_complete_each_message_once_and_in_order()
    {
        const int Sessions = 20, Messages = 400;
        await _client.CreateSender("ordered").SendMessagesAsync(Enumerable.Range(0, Messages).Select(n =>
            new ServiceBusMessage($"{n}") { SessionId = $"s{n % Sessions}" }));

        using var one = new OtherProcess(StorePath, ConfigPath, "drain", "ordered");
        using var two = new OtherProcess(StorePath, ConfigPath, "drain", "ordered");
        var outputs = await Task.WhenAll(one.LinesToEndAsync(_limit.Token), two.LinesToEndAsync(_limit.Token));

        var done = outputs.SelectMany(lines => lines).Select(line => line.Split(' ')).ToList();
        Assert.Equal(Enumerable.Range(0, Messages), done.Select(words => int.Parse(words[1], provider: null)).Order());
        Assert.All(done.GroupBy(words => words[0]), session => Assert.Equal(
            session.Select(words => int.Parse(words[1], provider: null)).Order(),
            session.Select(words => int.Parse(words[1], provider: null))));
    }

    [Fact]
    public async Task A_reopened_file_has_messages_dead_letters_schedules_and_history_as_they_were()
    {
        await _client.CreateSender("work").SendMessagesAsync(
            [new("active"), new("dead"), new("done") { MessageId = "done" }]);
        var receiver = _client.CreateReceiver("work");
        var messages = await receiver.ReceiveMessagesAsync(3, Bench.Soon);
        await receiver.AbandonMessageAsync(messages[0]);
        await receiver.DeadLetterMessageAsync(messages[1], "Why");
        await receiver.CompleteMessageAsync(messages[2]);
        await _client.CreateSender("work").ScheduleMessageAsync(new("later"), DateTimeOffset.UtcNow.AddHours(1));

        _broker.Dispose();
        _broker = Reopen();
        _client = new ServiceBusClient(_broker);

        await _client.CreateSender("work").SendMessageAsync(new("done again") { MessageId = "done" });
        var all = await _client.CreateReceiver("work").PeekMessagesAsync(9);
        Assert.Equal(["active", "later"], all.Select(message => message.Body.ToString()));
        var active = await _client.CreateReceiver("work").ReceiveMessageAsync(Bench.Soon);
        Assert.Equal(("active", 2), (active?.Body.ToString(), active?.DeliveryCount));
        var dead = await _client.CreateReceiver("work/$DeadLetterQueue").ReceiveMessageAsync(Bench.Soon);
        Assert.Equal(("dead", "Why"), (dead?.Body.ToString(), dead?.DeadLetterReason));
        await _client.CreateSender("work").SendMessageAsync(new("next"));
        Assert.Equal("next", (await _client.CreateReceiver("work").ReceiveMessageAsync(Bench.Soon))?.Body.ToString());
    }

    public void Dispose()
    {
        _broker.Dispose();
        _limit.Dispose();
        _directory.Delete(recursive: true);
    }

    private LocalBroker Reopen() =>
        new(Store.OnFile(StorePath), QueueDefinitions.Load(ConfigPath), TimeProvider.System);
}
