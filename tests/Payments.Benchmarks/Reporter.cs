using Payments.Benchmarks.Figures;
using Spectre.Console;

namespace Payments.Benchmarks;

/// <summary>Reports progress: a line that changes on a terminal, lines one below the other elsewhere.</summary>
internal sealed class Reporter(StatusContext? status, string part)
{
    /// <summary>Runs something that reports its progress.</summary>
    public static Task<T> RunAsync<T>(string part, Func<Reporter, Task<T>> run) =>
        AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi
            ? AnsiConsole.Status().StartAsync($"{part}…", status => run(new Reporter(status, part)))
            : run(new Reporter(null, part));

    /// <summary>What is being done now.</summary>
    public void Step(string text)
    {
        if (status is null) Console.WriteLine($"  {part}: {text}");
        else status.Status = Markup.Escape($"{part}: {text}…");
    }

    /// <summary>Prints the figures of a part as a table.</summary>
    public static void Print(string heading, IEnumerable<Figure> figures)
    {
        Console.WriteLine(heading);
        foreach (var figure in figures)
        {
            var bound = figure.Bound.Length == 0 ? "" : $"  (asked: {figure.Bound}{Mark(figure)})";
            var ratio = figure.Ratio.Length == 0 ? "" : $"  ratio {figure.Ratio}";
            Console.WriteLine($"  {figure.Goal}: {figure.Measured}{ratio}{bound}");
        }
    }

    private static string Mark(Figure figure) => figure.IsMet switch { true => ", met", false => ", MISSED", _ => "" };
}
