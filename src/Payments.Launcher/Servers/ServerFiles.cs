using System.Globalization;
using Payments.Launcher.State;

namespace Payments.Launcher.Servers;

/// <summary>The files that record a shared server's process and port.</summary>
internal sealed class ServerFiles(StateDirectory state, string id)
{
    public string Log { get; } = state.File($"{id}.log");

    private string PidFile { get; } = state.File($"{id}.pid");

    private string PortFile { get; } = state.File($"{id}.port");

    public int? ReadPid() => ReadNumber(PidFile);

    public int? ReadPort() => ReadNumber(PortFile);

    public void Write(int pid, int port)
    {
        File.WriteAllText(PidFile, $"{pid}\n");
        File.WriteAllText(PortFile, $"{port}\n");
    }

    public void Delete()
    {
        File.Delete(PidFile);
        File.Delete(PortFile);
    }

    private static int? ReadNumber(string file) =>
        File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
