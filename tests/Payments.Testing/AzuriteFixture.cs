using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Payments.Testing;

/// <summary>A table service for the tests of a class or collection, which disposes of its contents.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(50);

    private readonly StringBuilder _output = new();
    private readonly int _port = Ports.Free();
    private Process? _process;

    /// <summary>The names of its storage accounts, if it is to have others than the well-known one.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Azurite's well-known account.</summary>
    public static string AccountName => "devstoreaccount1";

    public static string AccountKey =>
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public Uri Endpoint => new($"http://127.0.0.1:{_port}/{AccountName}");

    public string ConnectionString => ConnectionStringOf(AccountName);

    private static string Folder => Path.Combine(RepositoryRoot.Path, "src", "Payments.Launcher", "azurite");

    /// <summary>The connection string of one of its accounts. All have the same key.</summary>
    public string ConnectionStringOf(string account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={AccountKey};"
        + $"TableEndpoint=http://127.0.0.1:{_port}/{account};";

    public async ValueTask InitializeAsync()
    {
        _process = Start();
        await WaitUntilItAnswersAsync(_process);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        using (_process)
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    private Process Start()
    {
        var main = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (!File.Exists(main))
            throw new InvalidOperationException($"Azurite is not installed: run `npm ci` in {Folder}.");

        var start = new ProcessStartInfo("node", [
            main, "--tableHost", "127.0.0.1", "--tablePort", _port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // It would create a file in its working directory.
            WorkingDirectory = Path.GetTempPath(),
        };
        if (Accounts.Count > 0)
        {
            start.Environment["AZURITE_ACCOUNTS"] =
                string.Join(';', Accounts.Select(account => $"{account}:{AccountKey}"));
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task WaitUntilItAnswersAsync(Process process)
    {
        using var client = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (!await AnswersAsync(client))
        {
            if (process.HasExited || waited.Elapsed > StartLimit)
            {
                throw new InvalidOperationException(
                    $"Azurite does not answer on port {_port} after {waited.Elapsed.TotalSeconds:0} s. "
                    + $"It said: {Said()} If it is not complete, run `npm ci` in {Folder}.");
            }

            await Task.Delay(StartPoll);
        }
    }

    private async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            // Any status proves that it listens: without a signature the request is rejected.
            using var answer = await client.GetAsync(new Uri($"{Endpoint}/Tables"));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private string Said()
    {
        lock (_output)
            return _output.ToString();
    }
}
