using System.Diagnostics;

namespace Payments.CommandLine.Tests;

/// <summary>How a command ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);

/// <summary>Runs commands as <c>./run</c> does.</summary>
internal static class Command
{
    private static string Assembly => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Payments.CommandLine", "release", "Payments.CommandLine.dll"));

    /// <summary>Runs a command with the organization's token in the environment.</summary>
    public static Task<CommandResult> RunAsync(params string[] arguments) =>
        RunAsync(new() { ["PAYMENTS_TOKEN"] = "shop-token", ["Ops__Token"] = "ops-token" }, arguments);

    /// <summary>Runs a command with these environment variables beside the machine's.</summary>
    public static async Task<CommandResult> RunAsync(Dictionary<string, string> variables, params string[] arguments)
    {
        // Without --root a command looks for local settings in its directory, where there are none.
        var start = new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in new[] { "PAYMENTS_TOKEN", "Ops__Token", "PORT" }) start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, output, await errors);
    }
}
