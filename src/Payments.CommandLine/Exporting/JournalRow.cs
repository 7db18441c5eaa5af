using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using Payments.CommandLine.Service;

namespace Payments.CommandLine.Exporting;

/// <summary>
/// A change of an organization's money as a row of its journal, made of the event that tells of it (docs/events.md).
/// </summary>
internal static class JournalRow
{
    private const string Prefix = "payments.";

    /// <summary>
    /// The columns. <c>time</c> is in UTC; <c>change</c> is the event's type without its version, such as
    /// <c>refund.succeeded</c>; <c>refunded</c> is what was paid of a refund's amount, and <c>released</c> what of an
    /// authorization's will not be captured. Amounts have all decimals of their currency. <c>sequence</c> orders the
    /// rows of one <c>ledger</c>.
    /// </summary>
    public static ImmutableArray<string> Columns { get; } =
    [
        "time", "order", "change", "id", "key", "status", "currency", "amount", "refunded", "released", "ledger",
        "sequence", "event",
    ];

    /// <summary>Writes the row of an event.</summary>
    public static async Task WriteAsync(CsvWriter csv, JsonNode message, CancellationToken cancellationToken)
    {
        var data = message["data"];
        csv.WriteField(message.Text("time"));
        csv.WriteField(data.Text("order_number"));
        csv.WriteField(NameChange(message.Text("type")));
        foreach (var field in (string[])["id", "key", "status", "currency"]) csv.WriteField(data.Text(field));
        foreach (var amount in (string[])["amount", "refunded", "released"]) csv.WriteField(ReadAmount(data, amount));
        foreach (var field in (string[])["ledger", "sequence", "id"]) csv.WriteField(message.Text(field));
        await csv.EndRecordAsync(cancellationToken);
    }

    private static string NameChange(string type)
    {
        var change = type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : type;
        var version = change.LastIndexOf(".v", StringComparison.Ordinal);
        return version < 0 ? change : change[..version];
    }

    /// <summary>A number, because a text that begins with a minus sign is quoted as a possible formula.</summary>
    private static decimal? ReadAmount(JsonNode? data, string field) =>
        data.Text(field) is { Length: > 0 } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
