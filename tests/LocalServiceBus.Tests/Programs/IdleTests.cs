using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Programs;

public sealed class IdleTests
{
    private const int Waiting = 8;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many periods may pass until one is idle: compiling goes on after the start, for longer beside other work.
    /// </summary>
    private const int MaxPeriods = 10;

    /// <summary>5% of a core in all; with a poll every 50 ms, each receiver took a fifth of a core.</summary>
    private static readonly TimeSpan MaxProcessorTime = Period / 20;

    [Fact]
    public async Task An_idle_server_with_16_waiting_receivers_takes_almost_no_processor_time()
    {
        using var bench = new ProcessBench();
        await using var server = await bench.StartAsync();
        await using var client = new ServiceBusClient(server.ConnectionString);
        using var end = new CancellationTokenSource();
        var receivers = Enumerable.Range(0, Waiting).Select(_ => client.CreateReceiver("plain")).ToList();
        var waiting = new List<Task>();
        waiting.AddRange(receivers.Select(
            receiver => receiver.ReceiveMessageAsync(TimeSpan.FromMinutes(1), end.Token)));
        waiting.AddRange(Enumerable.Range(0, Waiting).Select(
            _ => client.AcceptNextSessionAsync("ordered", cancellationToken: end.Token)));
        var used = TimeSpan.MaxValue;
        for (var period = 0; period < MaxPeriods && used > MaxProcessorTime; period++)
        {
            var before = server.ProcessorTime;
            await Task.Delay(Period);
            used = server.ProcessorTime - before;
        }

        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        Assert.InRange(used, TimeSpan.Zero, MaxProcessorTime);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
    }
}
