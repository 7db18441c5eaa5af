using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace LocalFunctionsHost.Tests.Hosts;

/// <summary>A host process that runs the test app.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _directory;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    private RunningHost(Process process, string directory)
    {
        _process = process;
        _directory = directory;
        _reading = Task.WhenAll(
            KeepAsync(process.StandardOutput, _output), KeepAsync(process.StandardError, _errors));
    }

    public static string TestApp { get; } = Path.GetFullPath(Metadata("TestApp"));

    public HttpClient Client { get; private set; } = new();

    public int Port => Client.BaseAddress!.Port;

    public int ProcessId => _process.Id;

    public int? WorkerPid
    {
        get
        {
            var file = Path.Combine(_directory, "worker.pid");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
        }
    }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public string[] Recorded
    {
        get
        {
            var file = Path.Combine(_directory, "record");
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
    }

    public static async Task<RunningHost> StartAsync(
        IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var host = Launch(environment ?? new Dictionary<string, string>(), TestApp, arguments);
        try
        {
            const string ready = "Ready: ";
            var address = await Eventually.GetAsync(
                () => host.Lines.FirstOrDefault(line => line.StartsWith(ready, StringComparison.Ordinal)), "Ready");
            host.Client = new HttpClient { BaseAddress = new Uri(address[ready.Length..]) };
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the host without waiting until it is ready.</summary>
    public static RunningHost Launch(
        IReadOnlyDictionary<string, string> environment, string app, params string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("local-functions-host-").FullName;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] all =
        [
            Metadata("Host"), "--app", app, "--worker-pid-file", Path.Combine(directory, "worker.pid"), .. arguments,
        ];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        start.Environment["TESTAPP_RECORD"] = Path.Combine(directory, "record");
        start.Environment["AtStartSchedule"] = "0 0 3 * * *";
        start.Environment["PlainQueue"] = "plain";
        start.Environment["AzureWebJobs_Disabled_Disabled"] = "true";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new RunningHost(Process.Start(start)!, directory);
    }

    public void Signal(string signal) => Signal(signal, _process.Id);

    public static void Signal(string signal, int pid)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {pid}"]);
        kill.WaitForExit();
    }

    public static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}");

    public void CloseInput() => _process.StandardInput.Close();

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        await _reading.WaitAsync(Limit);
        return _process.ExitCode;
    }

    public Task RecordedAsync(string line) =>
        Eventually.IsTrueAsync(() => Recorded.Contains(line), $"'{line}' in [{string.Join(", ", Recorded)}]");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await ExitCodeAsync();
        _process.Dispose();
        Client.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string[] Lines => Output.Split('\n');

    private static string Metadata(string key) => typeof(RunningHost).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key)
        .Value!;

    private static async Task KeepAsync(StreamReader reader, StringBuilder kept)
    {
        while (await reader.ReadLineAsync() is { } line)
            lock (kept) kept.Append(line).Append('\n');
    }

    private static string Read(StringBuilder kept)
    {
        lock (kept) return kept.ToString();
    }
}
