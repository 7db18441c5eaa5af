using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary>Test measurements, one line each, in a file that <c>./test</c> prints at the end.</summary>
internal static class ReliabilityFigures
{
    private static string File => Path.Combine(RepositoryRoot.Path, ".local", "reliability.txt");

    public static void Add(string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.AppendAllText(File, line + Environment.NewLine);
        Console.WriteLine(line);
    }
}
