using System.Diagnostics;
using System.Reflection;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>The real Bicep compiler, from the NuGet package Azure.Bicep.CommandLine for this platform.</summary>
internal static class BicepCompiler
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static string Executable => typeof(BicepCompiler).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "BicepCompiler").Value!;

    /// <summary>
    /// Runs it in the repository's root. Errors and warnings, the linter's included, are in the messages.
    /// </summary>
    public static async Task<(int Status, string Output, string Messages)> RunAsync(
        string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Executable, File.GetUnixFileMode(Executable) | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var bicep = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = bicep.StandardOutput.ReadToEndAsync(limit.Token);
        var messages = bicep.StandardError.ReadToEndAsync(limit.Token);
        await bicep.WaitForExitAsync(limit.Token);
        return (bicep.ExitCode, await output, await messages);
    }
}
