namespace LocalServiceBus.Tests.Programs;

public sealed class IdleTests
{
    private const int Waiting = 8;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(4);

    /// <summary>A poll every 50 ms by each of them took a fifth of a core; this is 1 %, and a busy machine's noise.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(80);

    [Fact]
    public async Task An_idle_server_with_16_waiting_receivers_takes_no_processor_time()
    {
        using var bench = new ProcessBench();
        await using var server = await bench.StartAsync();
        await using var client = new Azure.Messaging.ServiceBus.ServiceBusClient(server.ConnectionString);
        using var end = new CancellationTokenSource();
        var receivers = Enumerable.Range(0, Waiting).Select(_ => client.CreateReceiver("plain")).ToList();
        var waiting = receivers.Select(receiver => (Task)receiver.ReceiveMessageAsync(TimeSpan.FromMinutes(1), end.Token))
            .Concat(Enumerable.Range(0, Waiting).Select(_ => client.AcceptNextSessionAsync("ordered", cancellationToken: end.Token)))
            .ToList();
        // What they need to connect, and the compiler to compile, is not meant.
        await Task.Delay(TimeSpan.FromSeconds(2));

        var before = server.ProcessorTime;
        await Task.Delay(Period);
        var used = server.ProcessorTime - before;

        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        Assert.InRange(used, TimeSpan.Zero, Most);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
    }
}
