using System.Net;
using System.Net.Sockets;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Programs;

public sealed class LifetimeTests
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(ServerProcess.Interrupt)]
    [InlineData(ServerProcess.Terminate)]
    public async Task A_signal_stops_the_server_cleanly_even_with_waiting_clients(int signal)
    {
        using var bench = new ProcessBench();
        await using var server = await bench.StartAsync();
        await using var client = server.Connect();
        await client.CreateSender("plain").SendMessageAsync(new("x"));
        var waiting = client.AcceptNextSessionAsync("ordered");

        server.Signal(signal);

        Assert.Equal(0, await server.ExitCodeAsync(StopLimit));
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
    }

    [Fact]
    public async Task A_reopened_store_has_kept_messages_dead_letters_schedules_states_and_history()
    {
        using var bench = new ProcessBench();
        await using (var server = await bench.StartAsync())
        {
            await FillAsync(server);
            server.Signal(ServerProcess.Terminate);
            Assert.Equal(0, await server.ExitCodeAsync(StopLimit));
        }

        await using var again = await bench.StartAsync();
        await using var client = again.Connect();
        await client.CreateSender("plain").SendMessageAsync(new("done again") { MessageId = "done" });
        await using var receiver = client.CreateReceiver("plain");
        var all = await receiver.PeekMessagesAsync(9);
        Assert.Equal(["active", "later"], all.Select(message => message.Body.ToString()));
        var active = await receiver.ReceiveMessageAsync(Bench.Soon);
        Assert.Equal(("active", 2), (active.Body.ToString(), active.DeliveryCount));
        var dead = await client.CreateReceiver("plain/$DeadLetterQueue").ReceiveMessageAsync(Bench.Soon);
        Assert.Equal(("dead", "Why"), (dead.Body.ToString(), dead.DeadLetterReason));
        await using var session = await client.AcceptSessionAsync("ordered", "s");
        Assert.Equal("half way", (await session.GetSessionStateAsync()).ToString());
    }

    [Fact]
    public async Task A_second_owner_of_a_store_is_rejected_with_one_line()
    {
        using var bench = new ProcessBench();
        await using var owner = await bench.StartAsync();

        await AssertRejectedAsync("in use by another process", bench.Arguments);
    }

    [Fact]
    public async Task A_store_that_is_not_a_database_is_rejected_with_one_line()
    {
        using var bench = new ProcessBench();
        Directory.CreateDirectory(bench.StorePath);
        await AssertRejectedAsync("cannot be used", bench.Arguments);
        Directory.Delete(bench.StorePath);

        await File.WriteAllTextAsync(bench.StorePath, string.Concat(Enumerable.Repeat("No database at all. ", 200)));
        await AssertRejectedAsync("cannot be used", bench.Arguments);
    }

    [Fact]
    public async Task A_port_in_use_is_rejected_with_one_line()
    {
        using var bench = new ProcessBench();
        await using var owner = await bench.StartAsync();
        var port = new Uri(ServiceBusConnectionStringProperties.Parse(owner.ConnectionString).Endpoint.ToString()).Port;

        await AssertRejectedAsync("is in use", "--config", bench.ConfigurationPath, "--port", $"{port}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData("""{"UserConfig": {"Namespaces": [{"Queues": [], "Topics": [{"Name": "t"}]}]}}""")]
    [InlineData("""{"UserConfig": {"Namespaces": [{"Queues": [{"Name": "a", "Properties": {"ForwardTo": "b"}}]}]}}""")]
    [InlineData("""
        {"UserConfig": {"Namespaces": [{"Queues": [
            {"Name": "a", "Properties": {"ForwardDeadLetteredMessagesTo": "b"}}]}]}}
        """)]
    public async Task An_unsupported_configuration_is_rejected_with_one_line(string configuration)
    {
        using var bench = new ProcessBench();
        await File.WriteAllTextAsync(bench.ConfigurationPath, configuration);

        await AssertRejectedAsync("LocalServiceBus: ", bench.Arguments);
    }

    [Theory]
    [InlineData()]
    [InlineData("--config")]
    [InlineData("--config", "missing.json")]
    [InlineData("--config", "missing.json", "--port", "many")]
    [InlineData("--verbose", "yes")]
    public async Task Invalid_arguments_are_rejected_with_one_line(params string[] arguments) =>
        await AssertRejectedAsync("LocalServiceBus: ", arguments);

    [Fact]
    public async Task The_server_goes_on_when_nobody_reads_its_output()
    {
        using var bench = new ProcessBench();
        await using var server = await bench.StartAsync();
        server.BreakPipes();
        await SendNonsenseAsync(server);

        await using var client = server.Connect();
        await client.CreateSender("plain").SendMessageAsync(new("x"));

        server.Signal(ServerProcess.Terminate);
        Assert.Equal(0, await server.ExitCodeAsync(StopLimit));
    }

    private static async Task FillAsync(ServerProcess server)
    {
        await using var client = server.Connect();
        await using var sender = client.CreateSender("plain");
        await sender.SendMessagesAsync([new("active"), new("dead"), new("done") { MessageId = "done" }]);
        await using var receiver = client.CreateReceiver("plain");
        var messages = new List<ServiceBusReceivedMessage>();
        while (messages.Count < 3)
            messages.AddRange(await receiver.ReceiveMessagesAsync(3 - messages.Count, Bench.Soon));

        await receiver.DeadLetterMessageAsync(messages[1], "Why");
        await receiver.CompleteMessageAsync(messages[2]);
        await receiver.AbandonMessageAsync(messages[0]);
        await sender.ScheduleMessageAsync(new("later"), DateTimeOffset.UtcNow.AddHours(1));
        await using var session = await client.AcceptSessionAsync("ordered", "s");
        await session.SetSessionStateAsync(new BinaryData("half way"));
    }

    private static async Task SendNonsenseAsync(ServerProcess server)
    {
        var endpoint = ServiceBusConnectionStringProperties.Parse(server.ConnectionString).Endpoint;
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, endpoint.Port);
        await socket.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
    }

    private static async Task AssertRejectedAsync(string words, params string[] arguments)
    {
        await using var rejected = ServerProcess.Launch(arguments);
        var error = await rejected.ErrorAsync();
        Assert.Equal(1, await rejected.ExitCodeAsync(Bench.Soon));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }
}
