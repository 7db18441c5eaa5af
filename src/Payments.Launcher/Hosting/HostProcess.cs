using System.ComponentModel;
using System.Diagnostics;
using Payments.Launcher.Processes;
using Payments.Launcher.State;

namespace Payments.Launcher.Hosting;

/// <summary>
/// One run of a Functions host. Its output is copied to this program's. Its standard input is a pipe from this program,
/// so that it notices when this program ends, in whatever way.
/// </summary>
internal sealed class HostProcess : IDisposable
{
    private const string ReadyLine = "Ready: ";

    /// <summary>
    /// The host gives requests 10 seconds, triggers another 10, and its worker a few more
    /// (src/LocalFunctionsHost/README.md).
    /// </summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    /// <summary>Completes when the host is ready for requests.</summary>
    public Task Ready => _ready.Task;

    /// <summary>As a shell shows it: 128 plus the signal's number for a killed process.</summary>
    public int ExitCode => _process.ExitCode;

    public static HostProcess Start(
        HostCommand command, IReadOnlyDictionary<string, string> settings, Uri address)
    {
        var start = command.Start();
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        try
        {
            var host = new HostProcess(Process.Start(start)!);
            host.Forward();
            if (!command.ReportsReady)
                _ = host.PollHealthAsync(address);
            return host;
        }
        catch (Win32Exception missing)
        {
            throw new LaunchRejectedException($"{start.FileName} can't be started: {missing.Message}");
        }
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync();

    /// <summary>
    /// Lets the host finish its work in progress. Returns false if that took too long and the host was killed.
    /// </summary>
    public async Task<bool> StopAsync()
    {
        if (!_process.HasExited)
            ProcessTable.Terminate(_process.Id);
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            return false;
        }
    }

    public void Dispose() => _process.Dispose();

    private void Forward()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(ReadyLine, StringComparison.Ordinal) == true)
                _ready.TrySetResult();
            else if (line.Data is not null)
                Print(Console.Out, line.Data);
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                Print(Console.Error, line.Data);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>An output on a full disk takes no lines; the service must outlive that.</summary>
    private static void Print(TextWriter output, string line)
    {
        try
        {
            output.WriteLine(line);
        }
        catch (IOException)
        {
            // The line is lost.
        }
    }

    /// <summary>For a host that does not report it: it is ready once the app's health check succeeds.</summary>
    private async Task PollHealthAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        while (!_process.HasExited && !IsReady)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    _ready.TrySetResult();
            }
            catch (HttpRequestException)
            {
                // The host does not listen yet.
            }
            await Task.Delay(Poll);
        }
    }
}
