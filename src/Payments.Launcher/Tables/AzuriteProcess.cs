using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Payments.LocalHost.Tables;

/// <summary>
/// Azurite's table service, in a session of its own: it outlives a killed service, and a terminal's Ctrl-C, which is
/// for the service, does not reach it while requests are still being finished.
/// </summary>
internal sealed class AzuriteProcess
{
    // The account and key that every Azurite has, and that its documentation states.
    private const string Account = "devstoreaccount1";

    private const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    private readonly AzuriteFiles _files;
    private readonly int _pid;

    private AzuriteProcess(AzuriteFiles files, int pid, int port)
    {
        _files = files;
        _pid = pid;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
        + $"TableEndpoint=http://127.0.0.1:{Port}/{Account};";

    /// <summary>
    /// The Azurite that still runs on these files, if one does. One that is slow to answer is waited for: a second one
    /// on the same files would begin at what was saved last, and the two would overwrite each other's writes.
    /// </summary>
    public static async Task<AzuriteProcess?> FindAsync(AzuriteFiles files, CancellationToken cancellationToken)
    {
        if (files.ReadPid() is not { } pid || files.ReadPort() is not { } port)
            return null;
        // A pid may have gone to another program since: only a command line that names these files will do.
        if (!ProcessTable.IsAlive(pid)
            || !ProcessTable.CommandLine(pid).Contains(files.Location, StringComparison.Ordinal))
            return null;
        using var ping = new AzuritePing(port);
        var asked = Stopwatch.StartNew();
        while (!await ping.AnswersAsync(cancellationToken))
        {
            if (!ProcessTable.IsAlive(pid))
                return null;
            if (asked.Elapsed > StartLimit)
                throw new InvalidOperationException(
                    $"Azurite, process {pid}, runs on these files and does not answer on port {port}.");
            await Task.Delay(Poll, cancellationToken);
        }
        return new AzuriteProcess(files, pid, port);
    }

    public static async Task<AzuriteProcess> StartAsync(
        string root,
        AzuriteFiles files,
        CancellationToken cancellationToken)
    {
        var port = FreePort();
        var pid = await LaunchAsync(root, files, port, cancellationToken);
        files.Write(pid, port);
        using var ping = new AzuritePing(port);
        var started = Stopwatch.StartNew();
        while (!await ping.AnswersAsync(cancellationToken))
        {
            if (!ProcessTable.IsAlive(pid) || started.Elapsed > StartLimit)
                throw new InvalidOperationException(
                    $"Azurite does not answer on port {port}; its output is in {files.Log}.");
            await Task.Delay(Poll, cancellationToken);
        }
        return new AzuriteProcess(files, pid, port);
    }

    /// <summary>
    /// Ends it by SIGINT, the one signal at which Azurite saves what it has acknowledged: SIGTERM and SIGKILL lose
    /// up to five seconds of writes. So it is never killed, however long it takes.
    /// </summary>
    public async Task<bool> StopAsync()
    {
        ProcessTable.Interrupt(_pid);
        var asked = Stopwatch.StartNew();
        while (ProcessTable.IsAlive(_pid))
        {
            if (asked.Elapsed > StopLimit)
                return false;
            await Task.Delay(Poll);
        }
        _files.Forget();
        return true;
    }

    // A launcher in Node, as .NET has no setsid, and as pipes to this process would break when this process is killed.
    private static async Task<int> LaunchAsync(string root, AzuriteFiles files, int port, CancellationToken token)
    {
        var package = Path.Combine(root, "src", "Payments.LocalHost", "azurite");
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(package, "detached.mjs"), files.Log,
            Path.Combine(package, "node_modules", "azurite", "dist", "src", "table", "main.js"),
            "--location", files.Location, "--tableHost", "127.0.0.1",
            "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            "--skipApiVersionCheck", "--silent", "--disableTelemetry",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var launcher = Process.Start(start)!;
        var output = await launcher.StandardOutput.ReadToEndAsync(token);
        await launcher.WaitForExitAsync(token);
        return launcher.ExitCode == 0
            ? int.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Azurite cannot be started: node ended with {launcher.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
