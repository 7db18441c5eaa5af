using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>The files of this repository, as Git lists them.</summary>
internal static class Repository
{
    private static readonly string[] Code = ["functions/", "src/", "tests/"];

    /// <summary>The files that are committed or about to be, without build output.</summary>
    public static IReadOnlyList<string> Files { get; } = List();

    /// <summary>The C# files of the project and its tests.</summary>
    public static IEnumerable<string> Sources => Files.Where(file =>
        file.EndsWith(".cs", StringComparison.Ordinal)
        && Code.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));

    public static string FullPath(string file) => Path.Combine(RepositoryRoot.Path, file);

    public static string[] Lines(string file) => File.ReadAllLines(FullPath(file));

    public static SyntaxNode Syntax(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(FullPath(file))).GetRoot();

    private static List<string> List()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git could not be started.");
        var names = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0) throw new InvalidOperationException($"git ls-files ended with {git.ExitCode}.");
        // Git still lists a file whose deletion is not committed.
        return [.. names.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(name => File.Exists(FullPath(name)))];
    }
}
