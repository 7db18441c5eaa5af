using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Payments.Launcher.Processes;

/// <summary>Processes that need not be children of this one, by their id.</summary>
internal static class ProcessTable
{
    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;

    public static bool IsAlive(int pid) => Kill(pid, 0) == 0 && !IsZombie(pid);

    public static void Interrupt(int pid) => Send(pid, SignalInterrupt);

    public static void Terminate(int pid) => Send(pid, SignalTerminate);

    public static string CommandLine(int pid)
    {
        var file = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cmdline";
        if (File.Exists(file))
            return File.ReadAllText(file).Replace('\0', ' ');
        var start = new ProcessStartInfo("ps", ["-o", "command=", "-p", pid.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var ps = Process.Start(start)!;
        var line = ps.StandardOutput.ReadToEnd();
        ps.WaitForExit();
        return line;
    }

    private static void Send(int pid, int signal)
    {
        // A process that has just gone is what was wanted.
        if (Kill(pid, signal) != 0 && IsAlive(pid))
            throw new InvalidOperationException($"Process {pid} cannot be signalled.");
    }

    // In a container whose first process reaps nobody, an ended process stays in the table and takes signals.
    private static bool IsZombie(int pid)
    {
        var file = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat";
        try
        {
            // "pid (name) state …", and a name may hold a bracket itself.
            return File.Exists(file) && File.ReadAllText(file).Split(") ").Last().StartsWith('Z');
        }
        catch (IOException)
        {
            // It ended between the two calls.
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
