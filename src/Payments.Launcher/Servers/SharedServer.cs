using System.Diagnostics;
using System.Globalization;
using Payments.Launcher.Processes;

namespace Payments.Launcher.Servers;

/// <summary>
/// A running server in a session of its own, so that it outlives a killed launcher, and the terminal's Ctrl-C does not
/// reach it while requests are still being finished. Except for waiting, callers must hold the state's lock.
/// </summary>
internal sealed class SharedServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly ServerProgram _program;
    private readonly ServerFiles _files;
    private readonly int _pid;

    private SharedServer(ServerProgram program, ServerFiles files, int pid, int port)
    {
        _program = program;
        _files = files;
        _pid = pid;
        Port = port;
    }

    public int Port { get; }

    public string Name => _program.Name;

    public string ConnectionString => _program.ConnectionString(Port);

    /// <summary>
    /// Whether its process has not ended. While it is ending it has no command line, but may still have its port.
    /// </summary>
    public bool IsAlive => ProcessTable.IsAlive(_pid)
        && ProcessTable.CommandLine(_pid) is var commandLine
        && (commandLine.Length == 0 || commandLine.Contains(_program.Location, StringComparison.Ordinal));

    /// <summary>
    /// Finds the running server, however slow it is to respond: a second one on the same files would start from the
    /// last saved state, and the two would overwrite each other's writes. Returns null if none is running.
    /// </summary>
    public static SharedServer? Find(ServerProgram program, ServerFiles files) =>
        files.ReadPid() is { } pid && files.ReadPort() is { } port && IsServer(program, pid)
            ? new SharedServer(program, files, pid, port)
            : null;

    /// <summary>
    /// Starts the server without waiting until it responds. Can't be canceled: a server that runs before its process id
    /// is written would be found, and stopped, by nobody.
    /// </summary>
    public static async Task<SharedServer> LaunchAsync(ServerProgram program, ServerFiles files, int port)
    {
        // Launched through Node: .NET has no setsid, and pipes to this process would break if this process is killed.
        var start = new ProcessStartInfo("node", [Programs.Detached, files.Log, .. program.Command(port)])
        {
            RedirectStandardOutput = true,
        };
        using var launcher = Process.Start(start)!;
        var output = await launcher.StandardOutput.ReadToEndAsync();
        await launcher.WaitForExitAsync();
        if (launcher.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program.Name} can't be started: node ended with exit code {launcher.ExitCode}.");
        var pid = int.Parse(output, CultureInfo.InvariantCulture);
        files.Write(pid, port);

        // For a moment after its start a process has no command line yet, and could not be found by it.
        while (ProcessTable.IsAlive(pid) && ProcessTable.CommandLine(pid).Length == 0) await Task.Delay(Poll);
        return new SharedServer(program, files, pid, port);
    }

    /// <summary>
    /// Waits until the server responds; throws an InvalidOperationException if it ends or does not respond in time.
    /// </summary>
    public async Task WaitUntilItRespondsAsync(CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (!await _program.RespondsAsync(Port, cancellationToken))
        {
            if (!ProcessTable.IsAlive(_pid) || waited.Elapsed > StartLimit)
                throw new InvalidOperationException(
                    $"{Name} (process {_pid}) does not respond on port {Port}; see its output in {_files.Log}.");
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>
    /// Stops the server by SIGINT, the only signal on which Azurite saves what it has acknowledged: SIGTERM and SIGKILL
    /// lose up to five seconds of writes. So it is never killed, however long it takes. Returns false if it has not
    /// stopped in time.
    /// </summary>
    public async Task<bool> StopAsync()
    {
        if (IsAlive)
            ProcessTable.Interrupt(_pid);
        var asked = Stopwatch.StartNew();
        while (IsAlive)
        {
            if (asked.Elapsed > StopLimit)
                return false;
            await Task.Delay(Poll);
        }
        _files.Delete();
        return true;
    }

    private static bool IsServer(ServerProgram program, int pid) =>
        ProcessTable.IsAlive(pid)
        && ProcessTable.CommandLine(pid).Contains(program.Location, StringComparison.Ordinal);
}
