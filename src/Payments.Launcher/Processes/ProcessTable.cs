using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Payments.Launcher.Processes;

/// <summary>Processes by id, which need not be children of this one.</summary>
internal static class ProcessTable
{
    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;

    public static bool IsAlive(int pid) => Kill(pid, 0) == 0 && !IsZombie(pid);

    public static void Interrupt(int pid) => Send(pid, SignalInterrupt);

    public static void Terminate(int pid) => Send(pid, SignalTerminate);

    /// <summary>
    /// The command line; empty for a process that is just starting, and for one that is ending: its memory is freed
    /// before its sockets.
    /// </summary>
    public static string CommandLine(int pid)
    {
        var file = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cmdline";
        try
        {
            if (File.Exists(file))
                return File.ReadAllText(file).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // The process ended between the two calls.
            return "";
        }
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
        // If the process has just ended, nothing is left to do.
        if (Kill(pid, signal) != 0 && IsAlive(pid))
            throw new InvalidOperationException($"The signal could not be sent to process {pid}.");
    }

    // In a container whose first process does not reap zombies, an ended process stays in the table and accepts
    // signals. While other threads than its first still end, it is a zombie that still has its sockets.
    private static bool IsZombie(int pid)
    {
        var process = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            // The format is "pid (name) state …", and the name may contain a bracket.
            return File.Exists($"{process}/stat")
                && File.ReadAllText($"{process}/stat").Split(") ").Last().StartsWith('Z')
                && Directory.GetDirectories($"{process}/task").Length <= 1;
        }
        catch (IOException)
        {
            // The process ended between the two calls.
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
