using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Payments.Testing;
using Payments.Testing.OpenApi;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// A service, started as <c>./run</c> does after the build, but without the shell: the launcher, which starts Azurite,
/// the Service Bus, the Functions host and its worker.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(Process process, int port)
    {
        _process = process;
        Http = new HttpClient(new ContractHandler())
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>An HTTP client of the service, which compares its answers with the documents in docs/openapi.</summary>
    public HttpClient Http { get; }

    /// <summary>Whether the launcher has ended.</summary>
    public bool HasEnded => _process.HasExited;

    private static string Assembly => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Payments.Launcher", "release", "Payments.Launcher.dll"));

    /// <summary>
    /// Starts the service without waiting until it is ready. Settings take precedence over those of the sample.
    /// </summary>
    public static ServiceProcess Launch(
        string state, string queues, int port, IReadOnlyDictionary<string, string>? settings = null)
    {
        // A shell without job control makes background processes ignore SIGINT; this undoes it, as ./run does.
        string[] service =
            ["dotnet", Assembly, "--state", state, "--queues", queues, "--root", RepositoryRoot.Path];
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. service])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PORT"] = port.ToString(CultureInfo.InvariantCulture) },
        };
        foreach (var (name, value) in settings ?? ImmutableDictionary<string, string>.Empty)
            start.Environment[name] = value;
        var launched = new ServiceProcess(Process.Start(start)!, port);
        launched._process.OutputDataReceived += launched.OnOutput;
        launched._process.ErrorDataReceived += launched.OnOutput;
        launched._process.BeginOutputReadLine();
        launched._process.BeginErrorReadLine();
        return launched;
    }

    /// <summary>Waits until the service reports that it is ready.</summary>
    public async Task<ServiceProcess> WaitUntilReadyAsync()
    {
        var first = await Task.WhenAny(_ready.Task, _process.WaitForExitAsync(), Task.Delay(ReadyWithin));
        return first == _ready.Task
            ? this
            : throw new InvalidOperationException($"The service did not become ready:\n{Output()}");
    }

    /// <summary>Waits until the service responds again after one of its processes was killed.</summary>
    public async Task WaitUntilRespondingAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!await IsHealthyAsync())
        {
            if (watch.Elapsed > AnswersWithin)
                throw new TimeoutException($"The service does not respond again:\n{Output()}");
            await Task.Delay(50);
        }
    }

    /// <summary>Sends SIGKILL to the launcher only.</summary>
    public async Task KillLauncherAsync()
    {
        _process.Kill();
        await WaitForEndAsync();
    }

    /// <summary>Sends SIGINT or SIGTERM, and returns how long the service took to end, and its exit status.</summary>
    public async Task<(TimeSpan Took, int Status)> StopAsync(string signal = "INT")
    {
        var watch = Stopwatch.StartNew();
        using (Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)])) { }
        await WaitForEndAsync();
        return (watch.Elapsed, _process.ExitCode);
    }

    /// <summary>Everything that the service has printed.</summary>
    public string Output()
    {
        lock (_output) return _output.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) await KillLauncherAsync();
        _process.Dispose();
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task WaitForEndAsync()
    {
        using var timeout = new CancellationTokenSource(EndsWithin);
        await _process.WaitForExitAsync(timeout.Token);
    }

    private void OnOutput(object sender, DataReceivedEventArgs line)
    {
        lock (_output) _output.AppendLine(line.Data);
        if (line.Data?.StartsWith("Ready: ", StringComparison.Ordinal) == true) _ready.TrySetResult();
    }
}
