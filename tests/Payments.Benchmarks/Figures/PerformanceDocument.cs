using System.Globalization;
using System.Text;

namespace Payments.Benchmarks.Figures;

/// <summary>The figures of the last run of each part, in docs/performance.md.</summary>
internal static class PerformanceDocument
{
    private const string Document = "performance.md";

    /// <summary>Replaces the figures of a part.</summary>
    public static void Write(string part, string command, string load, IReadOnlyList<Figure> figures) =>
        MarkedText.Write(Document, part, Format(command, load, figures));

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
