using System.Globalization;

namespace Payments.LocalHost.Tables;

/// <summary>Where an Azurite keeps its tables, and where it is noted which process and port it has.</summary>
internal sealed class AzuriteFiles(string state)
{
    public string Location { get; } = Path.Combine(state, "azurite");

    public string Log { get; } = Path.Combine(state, "azurite.log");

    private string PidFile { get; } = Path.Combine(state, "azurite.pid");

    private string PortFile { get; } = Path.Combine(state, "azurite.port");

    public int? ReadPid() => ReadNumber(PidFile);

    public int? ReadPort() => ReadNumber(PortFile);

    public void Write(int pid, int port)
    {
        File.WriteAllText(PidFile, $"{pid}\n");
        File.WriteAllText(PortFile, $"{port}\n");
    }

    public void Forget()
    {
        File.Delete(PidFile);
        File.Delete(PortFile);
    }

    private static int? ReadNumber(string file) =>
        File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
