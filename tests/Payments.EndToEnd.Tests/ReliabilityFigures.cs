using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary>What a proof has measured, a line each, in a file that <c>./test</c> prints at its end.</summary>
internal static class ReliabilityFigures
{
    private static string File => Path.Combine(RepositoryRoot.Path, ".local", "reliability.txt");

    /// <summary>Adds a line.</summary>
    public static void Add(string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.AppendAllText(File, line + Environment.NewLine);
        Console.WriteLine(line);
    }
}
