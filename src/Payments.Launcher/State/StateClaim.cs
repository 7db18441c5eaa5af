using System.Globalization;

namespace Payments.Launcher.State;

/// <summary>
/// A running service's claim on a state directory: a lock named after its port, and files with process ids. run.pid
/// holds this program's, host.pid the Functions host's, and service.pid the worker's, which the host writes. For a
/// second service, the names contain its port.
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
            throw new LaunchRejectedException(
                $"A service on port {port} is already running with the state in {state.FullPath}{Pid(state)}. "
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
