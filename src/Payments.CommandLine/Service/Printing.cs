using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Payments.CommandLine.Service;

/// <summary>What commands print: tables for people, JSON for programs. Colours are only on a terminal.</summary>
internal static class Printing
{
    /// <summary>A file or another program gets whole lines, as wide as they are.</summary>
    private const int WidthForPrograms = 10_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A table with these columns.</summary>
    public static Table CreateTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    /// <summary>Adds texts as they are: square brackets in them are no markup.</summary>
    public static void AddTexts(this Table table, params string[] texts) =>
        table.AddRow(texts.Select(Markup.Escape).ToArray());

    /// <summary>Prints a table.</summary>
    public static void Print(this Table table)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthForPrograms;
        AnsiConsole.Write(table);
    }

    /// <summary>Prints a response as the service sent it.</summary>
    public static void Print(this JsonNode response) => Console.WriteLine(response.ToJsonString(Indented));

    /// <summary>A field as text; empty if there is none.</summary>
    public static string Text(this JsonNode? node, string field) => node?[field]?.ToString() ?? "";

    /// <summary>
    /// A progress bar on standard error, where there is a terminal; elsewhere nothing but the work. What it does is
    /// told by the share that is done, from 0 to 1.
    /// </summary>
    public static async Task ShowAsync(string what, Func<Action<double>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await work(_ => { });
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask(what, maxValue: 1);
            await work(share => task.Value = share);
            task.Value = 1;
        });
    }
}
