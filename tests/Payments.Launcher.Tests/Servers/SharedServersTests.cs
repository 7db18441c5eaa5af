using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Payments.Launcher.Servers;
using Payments.Launcher.State;

namespace Payments.Launcher.Tests.Servers;

public sealed class SharedServersTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string _path = Directory.CreateTempSubdirectory("payments-servers").FullName;
    private readonly StateDirectory _state;
    private readonly ServerProgram _program;

    public SharedServersTests()
    {
        _state = new StateDirectory(_path);
        _program = new ServerProgram
        {
            Name = "A server",
            Id = "server",
            Location = Path.Combine(_path, "server"),
            Command = port =>
            [
                "node", "-e", $"require('net').createServer().listen({port}, '127.0.0.1')",
                Path.Combine(_path, "server"),
            ],
            RespondsAsync = RespondsAsync,
            ConnectionString = port => $"at {port}",
        };
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task The_first_service_starts_a_server_the_next_shares_it_and_the_last_stops_it()
    {
        var (first, second) = (new SharedServers(_state), new SharedServers(_state));
        var (claim, other) = (StateClaim.Take(_state, 7071), StateClaim.Take(_state, 7072));
        var started = await first.TakeAsync(_program, default);
        await first.WaitUntilAllRespondAsync(default);

        var shared = await second.TakeAsync(_program, default);

        Assert.Equal(started.Port, shared.Port);
        Assert.Empty(await first.ReturnAsync(claim));
        Assert.True(shared.IsAlive);
        Assert.Empty(await second.ReturnAsync(other));
        Assert.False(shared.IsAlive);
        Assert.False(File.Exists(_state.File("server.pid")));
    }

    [Fact]
    public async Task A_killed_server_is_restarted_on_its_port()
    {
        var servers = new SharedServers(_state);
        var claim = StateClaim.Take(_state, 7071);
        var started = await servers.TakeAsync(_program, default);
        await servers.WaitUntilAllRespondAsync(default);
        using var stop = new CancellationTokenSource();
        var watching = servers.WatchAsync(stop.Token);

        Kill();

        await UntilAsync(async () => !started.IsAlive && await RespondsAsync(started.Port, default));
        await stop.CancelAsync();
        await watching;
        Assert.Equal(started.Port, servers.Running.Single().Port);
        Assert.Empty(await servers.ReturnAsync(claim));
        Assert.False(await RespondsAsync(started.Port, default));
    }

    [Fact]
    public async Task A_server_whose_restart_is_canceled_is_still_stopped()
    {
        var servers = new SharedServers(_state);
        var claim = StateClaim.Take(_state, 7071);
        using var stop = new CancellationTokenSource();
        var starts = 0;
        var program = _program with { Command = port => StopAtTheSecondStart(_program.Command(port)) };
        var started = await servers.TakeAsync(program, default);
        await servers.WaitUntilAllRespondAsync(default);

        Kill();
        await UntilAsync(() => Task.FromResult(!started.IsAlive));
        await servers.WatchAsync(stop.Token);

        Assert.Equal(2, starts);
        var restarted = servers.Running.Single();
        Assert.True(restarted.IsAlive);
        Assert.Empty(await servers.ReturnAsync(claim));
        Assert.False(restarted.IsAlive);

        IReadOnlyList<string> StopAtTheSecondStart(IReadOnlyList<string> command)
        {
            if (++starts == 2) stop.Cancel();
            return command;
        }
    }

    [Fact]
    public async Task Cleaning_stops_a_server_that_a_killed_launcher_left_behind()
    {
        var servers = new SharedServers(_state);
        var orphan = await servers.TakeAsync(_program, default);
        await servers.WaitUntilAllRespondAsync(default);

        await new SharedServers(_state).CleanAsync([_program], default);

        Assert.False(orphan.IsAlive);
    }

    [Fact]
    public async Task A_server_that_ends_at_once_is_reported_with_its_log()
    {
        var broken = _program with { Command = _ => ["node", "-e", "process.exit(3)", _program.Location] };
        var servers = new SharedServers(_state);
        await servers.TakeAsync(broken, default);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => servers.WaitUntilAllRespondAsync(default));

        Assert.Contains(_state.File("server.log"), fault.Message, StringComparison.Ordinal);
    }

    private void Kill()
    {
        var id = int.Parse(File.ReadAllText(_state.File("server.pid")), CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var asked = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(asked.Elapsed < Limit, "The server was not restarted.");
            await Task.Delay(20);
        }
    }

    private static async Task<bool> RespondsAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
