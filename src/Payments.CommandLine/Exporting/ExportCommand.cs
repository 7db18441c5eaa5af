using System.ComponentModel;
using System.Globalization;
using CsvHelper;
using Payments.CommandLine.Service;
using Spectre.Console.Cli;

namespace Payments.CommandLine.Exporting;

/// <summary>What to export.</summary>
internal sealed class ExportSettings : OrganizationSettings
{
    [CommandOption("--after <EVENT>")]
    [Description("Only what follows this event: the last one of the export before.")]
    public string? After { get; init; }
}

/// <summary>
/// Writes an organization's journal to standard output, page by page: it takes no more memory for more rows. It is read
/// from the list of events (docs/events.md), which has each change once, the oldest first, up to three minutes ago.
/// </summary>
internal sealed class ExportCommand : AsyncCommand<ExportSettings>
{
    private const int PageSize = 100;

    /// <summary>Spreadsheets take a text that begins with an equals sign, and the like, for a formula.</summary>
    private static readonly CsvWriterOptions Format =
        CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public override async Task<int> ExecuteAsync(
        CommandContext context, ExportSettings settings, CancellationToken cancellationToken)
    {
        using var service = new ServiceClient(settings.ReadAddress(), settings.ReadToken());
        await Printing.ShowAsync(
            $"Journal of {settings.Organization}",
            done => WriteAsync(service, settings, Console.Out, done, cancellationToken));
        return 0;
    }

    private static async Task WriteAsync(
        ServiceClient service,
        ExportSettings settings,
        TextWriter output,
        Action<double> done,
        CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(output, Format, leaveOpen: true);
        if (!settings.Json) csv.WriteHeader([.. JournalRow.Columns]);
        DateTimeOffset? first = null;
        for (var after = settings.After; ;)
        {
            var page = await service.GetAsync(
                $"{settings.Organization}/events?limit={PageSize}"
                + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}"),
                cancellationToken);
            foreach (var message in page["events"]!.AsArray())
            {
                if (settings.Json) await output.WriteLineAsync(message!.ToJsonString());
                else await JournalRow.WriteAsync(csv, message!, cancellationToken);
                var time = DateTimeOffset.Parse(message.Text("time"), CultureInfo.InvariantCulture);
                first ??= time;
                done((time - first.Value) / (DateTimeOffset.UtcNow - first.Value));
            }

            // The list moves on past what is no event, so an empty page need not be the last.
            if (page.Text("next") is not { Length: > 0 } next || next == after) break;
            after = next;
        }

        await csv.FlushAsync(cancellationToken);
    }
}
