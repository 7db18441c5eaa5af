using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Payments.Testing;

namespace Payments.Benchmarks.Services;

/// <summary>
/// A table service of this run, which prints its access log: one line for each call, in the common log format.
/// </summary>
internal sealed partial class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Process _process;
    private readonly int _port;
    private List<StorageCall> _calls = [];
    private long _lastTimestamp;

    private AzuriteServer(int port, string location)
    {
        _port = port;
        var main = Path.Combine(
            RepositoryRoot.Path,
            "src", "Payments.Launcher", "azurite", "node_modules", "azurite", "dist", "src", "table", "main.js");
        var start = new ProcessStartInfo("node", [
            main, "--location", location, "--tableHost", "127.0.0.1",
            "--tablePort", port.ToString(CultureInfo.InvariantCulture), "--skipApiVersionCheck", "--disableTelemetry",
        ])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = location,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
    }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AzuriteFixture.AccountName};"
        + $"AccountKey={AzuriteFixture.AccountKey};"
        + $"TableEndpoint=http://127.0.0.1:{_port}/{AzuriteFixture.AccountName};";

    /// <summary>How long ago the last call was.</summary>
    public TimeSpan Quiet => Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastTimestamp));

    public static async Task<AzuriteServer> StartAsync(string location)
    {
        Directory.CreateDirectory(location);
        var server = new AzuriteServer(Ports.Free(), location);
        using var http = new HttpClient();
        var watch = Stopwatch.StartNew();
        while (!await RespondsAsync(http, server._port))
        {
            if (server._process.HasExited || watch.Elapsed > StartsWithin)
                throw new InvalidOperationException("Azurite does not respond; ./run installs it.");
            await Task.Delay(Poll);
        }

        return server;
    }

    /// <summary>The calls since the last time.</summary>
    public IReadOnlyList<StorageCall> TakeCalls()
    {
        lock (_lock)
        {
            var taken = _calls;
            _calls = [];
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> RespondsAsync(HttpClient http, int port)
    {
        try
        {
            using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/"));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Read(string? line)
    {
        if (line is null || Request().Match(line) is not { Success: true } found) return;
        Interlocked.Exchange(ref _lastTimestamp, Stopwatch.GetTimestamp());
        lock (_lock) _calls.Add(new StorageCall(found.Groups["method"].Value, found.Groups["target"].Value));
    }

    [GeneratedRegex("\"(?<method>[A-Z]+) /[^/]+/(?<target>[^ (?]+)")]
    private static partial Regex Request();
}

/// <summary>A call of the table service.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">The table; <c>$batch</c> for an entity group transaction.</param>
internal sealed record StorageCall(string Method, string Target)
{
    /// <summary>Whether it is an entity group transaction.</summary>
    public bool IsTransaction => Target == "$batch";
}
