using System.Diagnostics;
using System.Globalization;
using Payments.Testing;

namespace Payments.Benchmarks.Services;

/// <summary>A service that <c>./run</c> of a clone has started; the calls of its Azurite are counted.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _state;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningService(Process process, string state, int port, AzuriteServer tables)
    {
        _process = process;
        _state = state;
        Port = port;
        Tables = tables;
    }

    public int Port { get; }

    public AzuriteServer Tables { get; }

    /// <summary>Starts the service of a clone on an empty store, and waits until it is ready.</summary>
    public static async Task<RunningService> StartAsync(string clone)
    {
        var state = Directory.CreateTempSubdirectory("payments-bench-").FullName;
        var tables = await AzuriteServer.StartAsync(Path.Combine(state, "tables"));
        var port = Ports.Free();
        var start = new ProcessStartInfo("bash", [Path.Combine(clone, "run"), "--state", state])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["Tables"] = tables.ConnectionString,
            },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started.");
        var service = new RunningService(process, state, port, tables);
        process.OutputDataReceived += service.OnOutput;
        process.BeginOutputReadLine();
        var first = await Task.WhenAny(service._ready.Task, process.WaitForExitAsync(), Task.Delay(ReadyWithin));
        if (first == service._ready.Task) return service;
        await service.DisposeAsync();
        throw new InvalidOperationException($"The service of {clone} did not become ready.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            var id = _process.Id.ToString(CultureInfo.InvariantCulture);
            using (Process.Start("kill", ["-INT", id])) { }
            using var timeout = new CancellationTokenSource(EndsWithin);
            await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        await Tables.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    private void OnOutput(object sender, DataReceivedEventArgs line)
    {
        if (line.Data?.StartsWith("Ready: ", StringComparison.Ordinal) == true) _ready.TrySetResult();
    }
}
