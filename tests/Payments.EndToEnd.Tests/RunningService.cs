using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// The service as <c>./run</c> starts it, with a state directory of its own; stopped as a person or a fault would.
/// </summary>
public sealed class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StoppedWithin = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output;

    private RunningService(Process process, StringBuilder output, int port, string state)
    {
        (_process, _output, State) = (process, output, state);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Where it keeps its tables and queues.</summary>
    public string State { get; }

    /// <summary>A new place for a service's state, below <c>.local</c>.</summary>
    public static string NewState() =>
        Path.Combine(RepositoryRoot.Path, ".local", "tests", $"service-{Guid.NewGuid():N}");

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<RunningService> StartAsync(string state)
    {
        Directory.CreateDirectory(state);
        var port = FreePort();
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "run"), ["--state", state])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PORT"] = port.ToString(CultureInfo.InvariantCulture) },
        };
        var process = Process.Start(start)!;
        var output = new StringBuilder();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (output) output.AppendLine(line.Data);
            if (line.Data?.StartsWith("Ready: ", StringComparison.Ordinal) == true) ready.TrySetResult();
        }

        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(ready.Task, ended, Task.Delay(ReadyWithin)) != ready.Task)
            throw new InvalidOperationException($"The service did not become ready:\n{output}");
        return new RunningService(process, output, port, state);
    }

    /// <summary>Ctrl-C; the exit status.</summary>
    public async Task<int> StopAsync()
    {
        using (Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)])) { }
        using var patience = new CancellationTokenSource(StoppedWithin);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>All that it has printed.</summary>
    public string Output()
    {
        lock (_output) return _output.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) await StopAsync();
        _process.Dispose();
        Directory.Delete(State, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
