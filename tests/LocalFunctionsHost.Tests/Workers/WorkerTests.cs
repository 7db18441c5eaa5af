using System.Diagnostics;
using System.Net;
using LocalFunctionsHost.Tests.Hosts;

namespace LocalFunctionsHost.Tests.Workers;

/// <summary>What becomes of a worker, and of the calls it has in hand.</summary>
public sealed class WorkerTests
{
    /// <summary>Nothing outlives a host by more.</summary>
    private static readonly TimeSpan OrphanLimit = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task After_a_killed_worker_the_call_in_hand_is_500_and_the_next_one_waits_for_a_new_worker(Mode mode)
    {
        await using var host = await StartAsync(mode);
        var asking = host.Client.GetAsync("deaf/20000");
        await host.RecordedAsync("deaf began");
        var first = host.WorkerPid!.Value;
        var waited = Stopwatch.StartNew();
        RunningHost.Signal("KILL", first);
        using (var answer = await asking) Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));

        Assert.Equal("ItemA", await host.Client.GetStringAsync("items/1"));
        Assert.NotEqual(first, host.WorkerPid);
    }

    [Fact]
    public async Task A_worker_that_dies_again_and_again_is_started_again_each_time()
    {
        await using var host = await StartAsync(Mode.Proxying);
        for (var i = 0; i < 4; i++)
        {
            var pid = host.WorkerPid!.Value;
            RunningHost.Signal("KILL", pid);
            await Eventually.IsTrueAsync(() => host.WorkerPid != pid, "a new worker");
            Assert.Equal("ItemA", await host.Client.GetStringAsync("items/1"));
        }
    }

    [Fact]
    public async Task A_killed_host_leaves_no_worker()
    {
        await using var host = await StartAsync(Mode.Proxying);
        var worker = host.WorkerPid!.Value;
        Assert.True(RunningHost.IsAlive(worker));
        host.Signal("KILL");
        await host.ExitCodeAsync();
        var waited = await Eventually.IsTrueAsync(() => !RunningHost.IsAlive(worker), "the worker's end");
        Assert.InRange(waited, TimeSpan.Zero, OrphanLimit);
    }

    [Fact]
    public async Task A_worker_does_not_answer_the_terminal_s_interrupt()
    {
        await using var host = await StartAsync(Mode.Proxying);
        var worker = host.WorkerPid!.Value;
        RunningHost.Signal("INT", worker);
        Assert.Equal("ItemA", await host.Client.GetStringAsync("items/1"));
        Assert.Equal(worker, host.WorkerPid);
        Assert.True(RunningHost.IsAlive(worker));
    }

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_call_over_the_functionTimeout_is_cancelled_and_500(Mode mode)
    {
        await using var host = await StartAsync(mode);
        var worker = host.WorkerPid;
        using var answer = await host.Client.GetAsync("slow/20000");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("slow cancelled", host.Recorded);
        Assert.Contains("Timeout value of 00:00:03 exceeded by function 'Functions.Slow'", host.Output);
        Assert.Equal(worker, host.WorkerPid);
    }

    [Fact]
    public async Task A_function_that_goes_on_after_its_timeout_takes_its_worker_with_it()
    {
        await using var host = await StartAsync(Mode.Proxying);
        var worker = host.WorkerPid;
        using var answer = await host.Client.GetAsync("deaf/20000");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("ItemA", await host.Client.GetStringAsync("items/1"));
        Assert.NotEqual(worker, host.WorkerPid);
    }

    private static Task<RunningHost> StartAsync(Mode mode) => RunningHost.StartAsync(
        mode == Mode.Plain ? new Dictionary<string, string> { ["TESTAPP_PLAIN"] = "1" } : null);
}
