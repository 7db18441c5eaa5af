using System.Globalization;

namespace Payments.LocalHost.Service;

/// <summary>
/// One running service's hold on a state directory: a lock named for its port, and its process id in service.pid
/// (service-PORT.pid for a second service, while the first lives).
/// </summary>
internal sealed class StateClaim : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _pidFile;

    private StateClaim(FileStream held, string pidFile)
    {
        _lock = held;
        _pidFile = pidFile;
    }

    public static StateClaim Take(StateDirectory state, int port)
    {
        var isFirst = state.LiveServices().Count == 0;
        var pidFile = isFirst ? state.File("service.pid") : state.File($"service-{port}.pid");
        try
        {
            var held = StateDirectory.Hold(state.File($"service-{port}.lock"));
            File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            return new StateClaim(held, pidFile);
        }
        catch (IOException)
        {
            throw new ServiceRefusedException(
                $"A service on port {port} already runs with the state in {state.FullPath}{Pid(state)}. "
                + "Stop it, or choose another PORT or --state.");
        }
    }

    public void Dispose()
    {
        File.Delete(_pidFile);
        _lock.Dispose();
    }

    private static string Pid(StateDirectory state)
    {
        var file = state.File("service.pid");
        return File.Exists(file) ? $" (process {File.ReadAllText(file).Trim()})" : "";
    }
}
