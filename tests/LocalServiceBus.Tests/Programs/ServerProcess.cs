using System.Diagnostics;
using System.Runtime.InteropServices;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Programs;

/// <summary>The server program, started as a user would start it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private const string ReadyPrefix = "Ready: ";

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Empty until the server is ready.</summary>
    public string ConnectionString { get; private set; } = string.Empty;

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static ServerProcess Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "LocalServiceBus"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ServerProcess(Process.Start(start)
            ?? throw new InvalidOperationException("The program did not start."));
    }

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var server = Launch(arguments);
        using var limit = new CancellationTokenSource(Bench.Soon);
        var line = await server._process.StandardOutput.ReadLineAsync(limit.Token);
        if (line is null || !line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
            throw new InvalidOperationException($"The server is not ready: {line} {await server.ErrorAsync()}");

        server.ConnectionString = line[ReadyPrefix.Length..];
        return server;
    }

    public ServiceBusClient Connect() => new(ConnectionString, new ServiceBusClientOptions
    {
        RetryOptions = new ServiceBusRetryOptions { TryTimeout = TimeSpan.FromSeconds(2), MaxRetries = 0 },
    });

    public Task<string> ErrorAsync() => _process.StandardError.ReadToEndAsync();

    public void Signal(int signal) => Assert.Equal(0, kill(_process.Id, signal));

    /// <summary>Kills the process as kill -9 does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Closes the pipes from the server's output.</summary>
    public void BreakPipes()
    {
        _process.StandardOutput.Close();
        _process.StandardError.Close();
    }

    public async Task<int> ExitCodeAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
