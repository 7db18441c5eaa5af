using System.Text.Json;

namespace Payments.Launcher.Reconciling;

/// <summary>A report of the service, as text for people.</summary>
internal static class ReportText
{
    /// <summary>The lines of the report.</summary>
    public static IEnumerable<string> Write(JsonElement report)
    {
        yield return $"{Text(report, "organization")}, from {Text(report, "from")} to {Text(report, "to")}";
        foreach (var processor in report.GetProperty("processors").EnumerateArray())
        {
            var name = Text(processor, "processor");
            if (!processor.GetProperty("reconciled").GetBoolean())
            {
                yield return $"  {name}: shows no statement. It was NOT reconciled.";
                continue;
            }

            var differences = processor.GetProperty("differences").EnumerateArray().ToList();
            var foreign = processor.GetProperty("foreign_movements").GetInt32();
            yield return $"  {name}: {processor.GetProperty("movements").GetInt32()} movements, "
                + (differences.Count == 0 ? "no difference" : $"{differences.Count} to look at")
                + (foreign == 0 ? "" : $"; {foreign} of other programs, not compared");
            foreach (var line in differences.SelectMany(WriteDifference)) yield return line;
        }
    }

    private static IEnumerable<string> WriteDifference(JsonElement difference)
    {
        yield return "";
        yield return $"    {Text(difference, "difference")}: {Text(difference, "movement")} "
            + $"at {Text(difference, "at")}";
        yield return $"      processor: {Find(difference, "at_processor") ?? "nothing"}  "
            + $"{Find(difference, "reference")}".TrimEnd();
        yield return $"      ledger:    {Find(difference, "in_ledger") ?? "nothing"}  "
            + $"{Find(difference, "operation")}".TrimEnd();
        yield return $"      likely:    {Text(difference, "cause")}";
        yield return $"      do:        {Text(difference, "remedy")}";
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string? Find(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
