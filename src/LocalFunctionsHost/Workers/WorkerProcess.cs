using System.Diagnostics;
using LocalFunctionsHost.Logging;

namespace LocalFunctionsHost.Workers;

/// <summary>
/// A worker's process, run by worker-launcher.sh so that it can't outlive this one. Its output is shown unchanged.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The number of lines of standard error to report if a worker can't be started.</summary>
    private const int LinesKept = 20;

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(200);

    private static readonly string Launcher = Path.Combine(AppContext.BaseDirectory, "worker-launcher.sh");

    private readonly Process _launcher;
    private readonly StreamWriter _signals;
    private readonly Queue<string> _lastErrors = new();
    private readonly Task _output;

    private WorkerProcess(string workerId, Process launcher, ConsoleLines console)
    {
        WorkerId = workerId;
        _launcher = launcher;
        _signals = launcher.StandardInput;
        _output = Task.WhenAll(
            ShowAsync(launcher.StandardOutput, console.Write),
            ShowAsync(launcher.StandardError, line =>
            {
                Keep(line);
                console.Write(line);
            }));
        Exited = ExitAsync();
    }

    /// <summary>The id by which the worker identifies itself.</summary>
    public string WorkerId { get; }

    /// <summary>Completes with the worker's exit code.</summary>
    public Task<int> Exited { get; }

    public static WorkerProcess Start(WorkerCommand command, int hostPort, string? pidFile, ConsoleLines console)
    {
        var workerId = Guid.NewGuid().ToString();
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = command.AppDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Launcher);
        start.ArgumentList.Add(pidFile ?? "");
        foreach (var argument in command.For(workerId, hostPort)) start.ArgumentList.Add(argument);

        // RpcWorkerProcess.CreateWorkerProcess; ASP.NET Core integration looks for host.json in the second directory.
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = command.AppDirectory;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = command.AppDirectory;
        start.Environment.TryAdd("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated");
        return new WorkerProcess(workerId, Process.Start(start)!, console);
    }

    public string LastErrors()
    {
        lock (_lastErrors) return string.Join(Environment.NewLine, _lastErrors);
    }

    public void Terminate() => Tell(signals =>
    {
        signals.WriteLine("TERM");
        signals.Flush();
    });

    public void Kill() => Tell(signals => signals.Close());

    /// <summary>
    /// After <see cref="Exited"/>, waits until the output has been read, but not for long: a surviving child process
    /// may keep the pipe open.
    /// </summary>
    public Task DrainOutputAsync() => Task.WhenAny(_output, Task.Delay(DrainTimeout));

    public void Dispose()
    {
        Kill();
        _launcher.Dispose();
    }

    private void Tell(Action<StreamWriter> message)
    {
        try
        {
            message(_signals);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The launcher has ended, and the worker with it, or it has already been told to kill the worker.
        }
    }

    private async Task<int> ExitAsync()
    {
        await _launcher.WaitForExitAsync();
        return _launcher.ExitCode;
    }

    private static async Task ShowAsync(StreamReader output, Action<string> show)
    {
        while (await output.ReadLineAsync() is { } line) show(line);
    }

    private void Keep(string line)
    {
        lock (_lastErrors)
        {
            _lastErrors.Enqueue(line);
            if (_lastErrors.Count > LinesKept) _lastErrors.Dequeue();
        }
    }
}
