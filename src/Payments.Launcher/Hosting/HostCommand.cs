using System.Diagnostics;
using System.Globalization;
using Payments.Launcher.Processes;

namespace Payments.Launcher.Hosting;

/// <summary>The Functions host to run the app with, and how to start it.</summary>
internal sealed record HostCommand(string Name, Func<ProcessStartInfo> Start, bool ReportsReady)
{
    /// <summary>The local Functions host (src/LocalFunctionsHost).</summary>
    public static HostCommand Local(int port, string workerPidFile) => new(
        "The Functions host",
        () => new ProcessStartInfo(
            Programs.DotNet,
            [
                Programs.FunctionsHost, "--app", Programs.FunctionApp, "--port", Text(port),
                "--worker-pid-file", workerPidFile, "--with-parent",
            ]),
        ReportsReady: true);

    /// <summary>The Azure Functions Core Tools, which need <c>func</c> on the PATH.</summary>
    public static HostCommand CoreTools(int port) => new(
        "func",
        () => new ProcessStartInfo("func", ["start", "--no-build", "--port", Text(port)])
        {
            WorkingDirectory = Programs.FunctionApp,
        },
        ReportsReady: false);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
