using System.Globalization;

namespace Payments.Launcher.State;

/// <summary>
/// One running service's hold on a state directory: a lock named for its port, and files with process ids: run.pid is
/// this program's, host.pid the Functions host's, service.pid the worker's, which the host writes. A second service,
/// while the first lives, has its port in their names.
/// </summary>
internal sealed class StateClaim : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _pidFile;

    private StateClaim(FileStream held, StateDirectory state, string suffix)
    {
        _lock = held;
        _pidFile = state.File($"run{suffix}.pid");
        HostPidFile = state.File($"host{suffix}.pid");
        WorkerPidFile = state.File($"service{suffix}.pid");
        File.WriteAllText(_pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
    }

    public string HostPidFile { get; }

    public string WorkerPidFile { get; }

    public static StateClaim Take(StateDirectory state, int port)
    {
        var suffix = state.LiveServices().Count == 0 ? "" : $"-{port}";
        try
        {
            return new StateClaim(StateDirectory.Hold(state.File($"service-{port}.lock")), state, suffix);
        }
        catch (IOException)
        {
            throw new LaunchRefusedException(
                $"A service on port {port} already runs with the state in {state.FullPath}{Pid(state)}. "
                + "Stop it, or choose another PORT or --state.");
        }
    }

    public void Dispose()
    {
        foreach (var file in new[] { WorkerPidFile, HostPidFile, _pidFile })
            File.Delete(file);
        _lock.Dispose();
    }

    private static string Pid(StateDirectory state)
    {
        var file = state.File("run.pid");
        return File.Exists(file) ? $" (process {File.ReadAllText(file).Trim()})" : "";
    }
}
