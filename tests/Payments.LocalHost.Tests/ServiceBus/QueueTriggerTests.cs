using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace Payments.LocalHost.Tests.ServiceBus;

public sealed class QueueTriggerTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_message_whose_function_succeeds_is_completed()
    {
        await _host.SendAsync("plain", "one");
        await _host.Recorder.WaitAsync(1);
        await _host.StopAsync();

        Assert.Equal(["one 1"], _host.Recorder.Calls);
        Assert.Null(await _host.Bus.CreateReceiver("plain").PeekMessageAsync());
    }

    [Fact]
    public async Task A_message_whose_function_fails_comes_again_until_it_is_dead_lettered()
    {
        await _host.SendAsync("plain", "fail");

        Assert.Equal(["fail 1", "fail 2", "fail 3"], await _host.Recorder.WaitAsync(3));
        var dead = await DeadLetterAsync("plain");
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
    }

    [Fact]
    public async Task Messages_are_handled_at_once_up_to_the_hosts_limit()
    {
        for (var i = 0; i < 6; i++)
            await _host.SendAsync("plain", "wait");

        await _host.Recorder.WaitAsync(4);
        await Task.Delay(50);
        Assert.Equal(4, _host.Recorder.Calls.Count);
        _host.Recorder.Release();
        await _host.Recorder.WaitAsync(6);
    }

    [Fact]
    public async Task What_the_function_dead_letters_stays_dead_lettered_with_its_reason()
    {
        await _host.SendAsync("manual", "dead");

        var dead = await DeadLetterAsync("manual");

        Assert.Equal(("unreadable", "it holds no amount"), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(["dead 1"], _host.Recorder.Calls);
    }

    [Fact]
    public async Task A_lock_is_renewed_while_its_message_is_in_hand()
    {
        await _host.SendAsync("manual", "longer than its lock");

        Assert.Equal(["longer than its lock 1", "done"], await _host.Recorder.WaitAsync(2));
        Assert.Null(await _host.Bus.CreateReceiver("manual").PeekMessageAsync());
    }

    [Fact]
    public async Task A_sessions_messages_are_handled_in_order_and_one_at_a_time()
    {
        string[] sessions = ["a", "b", "c"];
        for (var i = 0; i < 5; i++)
            foreach (var session in sessions)
                await _host.SendAsync("ordered", $"{i}", session);

        var calls = await _host.Recorder.WaitAsync(30);

        var expected = Enumerable.Range(0, 5).SelectMany(i => new[] { $"starts {i}", $"ends {i}" });
        foreach (var session in sessions)
            Assert.Equal(
                expected.Select(call => $"{session} {call}"),
                calls.Where(call => call.StartsWith(session, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_in_hand_is_finished_before_the_host_stops()
    {
        await _host.SendAsync("plain", "wait");
        await _host.Recorder.WaitAsync(1);

        var stopping = _host.StopAsync();
        _host.Recorder.Release();
        await stopping;

        Assert.Null(await _host.Bus.CreateReceiver("plain").PeekMessageAsync());
    }

    [Fact]
    public async Task A_message_that_does_not_end_in_time_is_given_back()
    {
        await _host.SendAsync("plain", "until cancelled");
        await _host.Recorder.WaitAsync(1);

        var stopping = Stopwatch.StartNew();
        await _host.StopAsync();

        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        var again = await _host.Bus.CreateReceiver("plain").ReceiveMessageAsync(Soon);
        Assert.Equal(("until cancelled", 2), (again!.Body.ToString(), again.DeliveryCount));
    }

    private async Task<ServiceBusReceivedMessage> DeadLetterAsync(string queue)
    {
        var options = new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter };
        return (await _host.Bus.CreateReceiver(queue, options).ReceiveMessageAsync(Soon))!;
    }
}
