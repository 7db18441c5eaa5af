using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using LocalFunctionsHost.Tests.Hosts;

namespace LocalFunctionsHost.Tests.ServiceBus;

/// <summary>Triggers and settlement, with the real client and a local Service Bus.</summary>
public sealed class QueueTests
{
    private static readonly TimeSpan ReceiveTimeout = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_message_whose_function_succeeds_is_completed()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync("plain", "ok");
        await host.RecordedAsync("plain ended ok");
        await bus.AssertEmptyAsync("plain", host);
    }

    [Fact]
    public async Task A_message_whose_function_throws_is_redelivered()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync("plain", "throw");
        await host.RecordedAsync("plain began throw delivery 2");
        await host.RecordedAsync("plain ended throw");
        await bus.AssertEmptyAsync("plain", host);
    }

    [Fact]
    public async Task A_function_can_complete_a_message_only_once()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync("plain", "twice");
        await host.RecordedAsync("plain Unknown");
        await bus.AssertEmptyAsync("plain", host);
    }

    [Fact]
    public async Task A_function_can_abandon_a_message_with_changed_properties()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync("plain", "abandon");
        await host.RecordedAsync("plain changed yes");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("sessions")]
    public async Task A_function_can_dead_letter_a_message_with_reason_and_changed_properties(string queue)
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync(queue, "deadletter", "s");
        await using var receiver = bus.Client.CreateReceiver(
            queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var dead = await receiver.ReceiveMessageAsync(ReceiveTimeout);
        Assert.Equal("Ordered", dead.DeadLetterReason);
        Assert.Equal("It said so.", dead.DeadLetterErrorDescription);
        Assert.Equal("yes", dead.ApplicationProperties["changed"]);
        Assert.Equal(3, dead.ApplicationProperties["count"]);
    }

    [Fact]
    public async Task A_function_can_defer_a_message()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync("plain", "defer");
        await host.RecordedAsync("plain ended defer");
        await using var receiver = bus.Client.CreateReceiver("plain");
        var deferred = await Eventually.GetAsync(
            () => receiver.PeekMessageAsync(0).GetAwaiter().GetResult(), "a deferred message");
        Assert.Equal(ServiceBusMessageState.Deferred, deferred.State);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("sessions")]
    public async Task A_function_can_renew_a_message_s_lock(string queue)
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync(queue, "renew", "s");
        await Eventually.IsTrueAsync(() => host.Recorded.Any(line => line.EndsWith("ended renew")), "a renewed lock");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("sessions")]
    public async Task A_lock_is_renewed_as_long_as_the_function_runs(string queue)
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync(queue, "wait 8000", "s");
        await Eventually.IsTrueAsync(() => host.Recorded.Any(line => line.EndsWith("ended wait 8000")), "the end");
        await bus.AssertEmptyAsync(queue, host);
        Assert.DoesNotContain(host.Recorded, line => line.Contains("delivery 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_of_a_session_are_processed_one_by_one_in_order_and_sessions_in_parallel()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await using var sender = bus.Client.CreateSender("sessions");
        for (var i = 0; i < 10; i++)
        {
            foreach (var session in new[] { "a", "b", "c" })
                await sender.SendMessageAsync(new ServiceBusMessage($"wait {50 + i}") { SessionId = session });
        }
        await Eventually.IsTrueAsync(() => host.Recorded.Count(line => line.Contains(" ended wait")) == 30, "all 30");
        foreach (var session in new[] { "a", "b", "c" })
        {
            var own = host.Recorded.Where(line => line.StartsWith($"session {session} ")).ToList();
            var expected = Enumerable.Range(50, 10).SelectMany(i => new[]
            {
                $"session {session} began wait {i} delivery 1", $"session {session} ended wait {i}",
            });
            Assert.Equal(expected, own);
        }
        var begun = host.Recorded.Where(line => line.StartsWith("session")).ToList();
        Assert.NotEqual(begun.Order(StringComparer.Ordinal), begun);
    }

    [Fact]
    public async Task A_message_that_a_killed_worker_was_processing_goes_to_the_next_worker_at_once()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync("sessions", "wait 3000", "s");
        await host.RecordedAsync("session s began wait 3000 delivery 1");
        RunningHost.Signal("KILL", host.WorkerPid!.Value);
        await host.RecordedAsync("session s began wait 3000 delivery 2");
        await host.RecordedAsync("session s ended wait 3000");
        await bus.AssertEmptyAsync("sessions", host);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("sessions")]
    public async Task A_stopping_host_cancels_functions_and_abandons_their_messages_at_once(string queue)
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync(queue, "wait 30000", "s");
        await Eventually.IsTrueAsync(() => host.Recorded.Any(line => line.Contains("began wait 30000")), "a call");
        host.Signal("TERM");
        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.Contains(host.Recorded, line => line.EndsWith(" cancelled"));
        await using var receiver = queue == "plain"
            ? bus.Client.CreateReceiver(queue)
            : await bus.Client.AcceptNextSessionAsync(queue);
        var back = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, back.DeliveryCount);
    }

    [Fact]
    public async Task A_function_that_ignores_the_stop_is_killed_after_10_seconds_and_its_message_abandoned()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync("plain", "deaf 60000");
        await host.RecordedAsync("plain began deaf 60000 delivery 1");
        var worker = host.WorkerPid!.Value;
        var waited = Stopwatch.StartNew();
        host.Signal("TERM");
        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.InRange(waited.Elapsed, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(16));
        Assert.False(RunningHost.IsAlive(worker));
        await using var receiver = bus.Client.CreateReceiver("plain");
        var back = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, back.DeliveryCount);
    }

    [Fact]
    public async Task A_host_whose_Service_Bus_is_unreachable_stops_all_the_same()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync("sessions", "wait 30000", "s");
        await bus.SendAsync("plain", "wait 30000");
        await Eventually.IsTrueAsync(() => host.Recorded.Count(line => line.Contains("began wait")) == 2, "two calls");
        await bus.EndAsync();
        var waited = Stopwatch.StartNew();
        host.Signal("TERM");
        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(16));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("sessions")]
    public async Task A_Service_Bus_that_was_unreachable_is_used_again_when_it_is_back(string queue)
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync();
        await bus.SendAsync(queue, "ok before", "s");
        await Eventually.IsTrueAsync(() => host.Recorded.Any(line => line.EndsWith("ended ok before")), "a message");
        await bus.RestartAsync();
        await bus.SendAsync(queue, "ok after", "s");
        await Eventually.IsTrueAsync(() => host.Recorded.Any(line => line.EndsWith("ended ok after")), "a message");
    }

    [Fact]
    public async Task A_function_whose_queue_setting_is_missing_is_skipped_and_the_others_run()
    {
        await using var bus = await Bus.StartAsync();
        await using var host = await bus.StartHostAsync(("PlainQueue", ""));
        Assert.Contains("Function TakePlain is not run: there is no setting 'PlainQueue'", host.Output);
        await bus.SendAsync("sessions", "ok", "s");
        await host.RecordedAsync("session s ended ok");
    }
}
