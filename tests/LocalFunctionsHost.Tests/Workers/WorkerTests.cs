using System.Diagnostics;
using System.Net;
using LocalFunctionsHost.Tests.Hosts;

namespace LocalFunctionsHost.Tests.Workers;

/// <summary>The life of a worker, and of its calls in progress.</summary>
public sealed class WorkerTests
{
    /// <summary>The maximum time that a process may outlive its host.</summary>
    private static readonly TimeSpan OrphanLimit = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task When_a_worker_is_killed_its_call_is_500_and_the_next_call_waits_for_a_new_worker(Mode mode)
    {
        await using var host = await StartAsync(mode);
        var request = host.Client.GetAsync("deaf/20000");
        await host.RecordedAsync("deaf began");
        var first = host.WorkerPid!.Value;
        var waited = Stopwatch.StartNew();
        RunningHost.Signal("KILL", first);
        using (var answer = await request) Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));

        Assert.Equal("ItemA", await host.Client.GetStringAsync("items/1"));
        Assert.NotEqual(first, host.WorkerPid);
    }

    [Fact]
    public async Task A_worker_that_keeps_dying_is_restarted_each_time()
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
    public async Task A_killed_host_leaves_no_worker_behind()
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
    public async Task A_worker_ignores_the_terminal_s_interrupt()
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
    public async Task A_call_that_exceeds_functionTimeout_is_cancelled_and_500(Mode mode)
    {
        await using var host = await StartAsync(mode);
        await WarmUpAsync(host);
        var worker = host.WorkerPid;
        using var answer = await host.Client.GetAsync("slow/20000");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("slow cancelled", host.Recorded);
        Assert.Contains("Timeout value of 00:00:03 exceeded by function 'Functions.Slow'", host.Output);
        Assert.Equal(worker, host.WorkerPid);
    }

    [Fact]
    public async Task A_function_that_runs_on_after_its_timeout_gets_its_worker_killed()
    {
        await using var host = await StartAsync(Mode.Proxying);
        await WarmUpAsync(host);
        var worker = host.WorkerPid;
        using var answer = await host.Client.GetAsync("deaf/20000");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("ItemA", await host.Client.GetStringAsync("items/1"));
        Assert.NotEqual(worker, host.WorkerPid);
    }

    /// <summary>On a busy machine a worker's first calls may take as long as the functionTimeout.</summary>
    private static async Task WarmUpAsync(RunningHost host)
    {
        const int MaxTries = 5;
        for (var tries = 1; ; tries++)
        {
            try
            {
                Assert.Equal("ItemA", await host.Client.GetStringAsync("items/1"));
                return;
            }
            catch (HttpRequestException) when (tries < MaxTries)
            {
                // The next call is a new worker's.
            }
        }
    }

    private static Task<RunningHost> StartAsync(Mode mode) => RunningHost.StartAsync(
        mode == Mode.Plain ? new Dictionary<string, string> { ["TESTAPP_PLAIN"] = "1" } : null);
}
