using System.Globalization;

namespace Payments.Launcher.State;

/// <summary>
/// One running service's hold on a state directory: a lock named for its port, and files with process ids: run.pid is
/// this program's, service.pid the worker's, which the host writes. A second service, while the first lives, has its
/// port in their names.
/// </summary>
internal sealed class StateClaim : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _pidFile;

    private StateClaim(FileStream held, string pidFile, string workerPidFile)
    {
        _lock = held;
        _pidFile = pidFile;
        WorkerPidFile = workerPidFile;
    }

    public string WorkerPidFile { get; }

    public static StateClaim Take(StateDirectory state, int port)
    {
        var suffix = state.LiveServices().Count == 0 ? "" : $"-{port}";
        var pidFile = state.File($"run{suffix}.pid");
        try
        {
            var held = StateDirectory.Hold(state.File($"service-{port}.lock"));
            File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            return new StateClaim(held, pidFile, state.File($"service{suffix}.pid"));
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
        File.Delete(WorkerPidFile);
        File.Delete(_pidFile);
        _lock.Dispose();
    }

    private static string Pid(StateDirectory state)
    {
        var file = state.File("run.pid");
        return File.Exists(file) ? $" (process {File.ReadAllText(file).Trim()})" : "";
    }
}
