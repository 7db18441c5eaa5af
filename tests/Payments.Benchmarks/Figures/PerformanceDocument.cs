using System.Globalization;
using System.Text;
using Payments.Testing;

namespace Payments.Benchmarks.Figures;

/// <summary>
/// docs/performance.md: its text is written by hand, and the figures between two marks of each part by the last run.
/// </summary>
internal static class PerformanceDocument
{
    private const string End = "<!-- /figures -->";

    private static string FullPath => Path.Combine(RepositoryRoot.Path, "docs", "performance.md");

    /// <summary>Replaces the figures of a part.</summary>
    public static void Write(string part, string command, string load, IReadOnlyList<Figure> figures)
    {
        var text = File.ReadAllText(FullPath);
        var mark = $"<!-- figures: {part} -->";
        var start = text.IndexOf(mark, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(End, start, StringComparison.Ordinal);
        if (end < 0) throw new InvalidOperationException($"{FullPath} has no place for the figures of {part}.");
        File.WriteAllText(
            FullPath, text[..(start + mark.Length)] + "\n" + Format(command, load, figures) + text[end..]);
    }

    private static string Format(string command, string load, IReadOnlyList<Figure> figures)
    {
        var rows = new StringBuilder();
        rows.Append(
            CultureInfo.InvariantCulture,
            $"`{command}`, {DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {load}:\n\n");
        rows.Append("| goal | figure | ratio | bound |\n|---|---|---|---|\n");
        foreach (var figure in figures)
        {
            var met = figure.IsMet switch { true => " ✓", false => " **missed**", _ => "" };
            rows.Append(
                CultureInfo.InvariantCulture,
                $"| {figure.Goal} | {figure.Measured} | {figure.Ratio} | {figure.Bound}{met} |\n");
        }

        return rows.ToString();
    }
}
