using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Payments.CommandLine.Service;

/// <summary>What commands print beside tables: JSON for programs, and how far they are.</summary>
internal static class Printing
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

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
