using Spectre.Console;

namespace Payments.CommandLine.Service;

/// <summary>Tables for people: cells are texts as they are, without markup.</summary>
internal static class TextTable
{
    /// <summary>A file or another program gets whole lines, as wide as they are.</summary>
    private const int WidthForPrograms = 10_000;

    /// <summary>A table whose first column has names, which are copied whole.</summary>
    public static Table Create(params string[] columns) =>
        new Table().SimpleBorder().AddColumns(
            [.. columns.Select((column, index) => new TableColumn(column) { NoWrap = index == 0 })]);

    /// <summary>Adds a row.</summary>
    public static void AddTexts(this Table table, params string[] cells) =>
        table.AddRow([.. cells.Select(cell => new Text(cell))]);

    /// <summary>Prints it.</summary>
    public static void Print(this Table table)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthForPrograms;
        AnsiConsole.Write(table);
    }
}
