using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LocalFunctionsHost.Tests.Hosts;

/// <summary>The order in which a host stops, and its time limits.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_host_and_its_worker_with_success(string signal)
    {
        await using var host = await RunningHost.StartAsync();
        var worker = host.WorkerPid!.Value;
        var waited = Stopwatch.StartNew();
        host.Signal(signal);
        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.False(RunningHost.IsAlive(worker));
    }

    [Fact]
    public async Task A_host_started_with_its_parent_stops_when_its_input_ends()
    {
        await using var host = await RunningHost.StartAsync(null, "--with-parent");
        host.CloseInput();
        Assert.Equal(0, await host.ExitCodeAsync());
    }

    [Fact]
    public async Task A_host_started_alone_goes_on_when_its_input_ends()
    {
        var environment = new Dictionary<string, string> { ["AzureFunctionsJobHost__functionTimeout"] = "00:01:00" };
        await using var host = await RunningHost.StartAsync(environment);
        host.CloseInput();
        Assert.Equal("ItemA", await host.Client.GetStringAsync("items/1"));
    }

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_request_in_progress_is_answered_and_new_ones_are_rejected(Mode mode)
    {
        var environment = new Dictionary<string, string> { ["AzureFunctionsJobHost__functionTimeout"] = "00:01:00" };
        if (mode == Mode.Plain) environment["TESTAPP_PLAIN"] = "1";
        await using var host = await RunningHost.StartAsync(environment);
        var request = host.Client.GetAsync("slow/2000");
        await host.RecordedAsync("slow began");
        host.Signal("TERM");
        await Eventually.IsTrueAsync(() => !Connects(host.Port), "a refused connection");
        Assert.False(request.IsCompleted);
        using var answer = await request;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("slow", await answer.Content.ReadAsStringAsync());
        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.DoesNotContain("slow cancelled", host.Recorded);
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_aborted_after_10_seconds()
    {
        var environment = new Dictionary<string, string> { ["AzureFunctionsJobHost__functionTimeout"] = "00:01:00" };
        await using var host = await RunningHost.StartAsync(environment);
        var request = host.Client.GetAsync("slow/40000");
        await host.RecordedAsync("slow began");
        var waited = Stopwatch.StartNew();
        host.Signal("TERM");
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.InRange(waited.Elapsed, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(16));
    }

    private static bool Connects(int port)
    {
        try
        {
            using var connection = new TcpClient();
            connection.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
