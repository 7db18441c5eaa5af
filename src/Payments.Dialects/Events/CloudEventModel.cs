using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Events;

/// <summary>
/// An event in the JSON format of CloudEvents 1.0, with the extension attributes ledger and sequence.
/// </summary>
/// <param name="Id">Unique within its source, and the same on every delivery.</param>
/// <param name="Source">The organization.</param>
/// <param name="Type">See <see cref="EventTypes"/>.</param>
/// <param name="Subject">The id of the resource.</param>
/// <param name="Time">When the change was made.</param>
/// <param name="Ledger">The ledger: all events of an order have the same.</param>
/// <param name="Sequence">
/// The number of the change in its ledger, in so many digits that texts sort as numbers do: of two events of a ledger,
/// the one with the higher sequence is later. Numbers between may be missing: not every change is an event.
/// </param>
internal sealed record CloudEventModel(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("time")] string Time,
    [property: JsonPropertyName("ledger")] string? Ledger,
    [property: JsonPropertyName("sequence")] string? Sequence,
    [property: JsonPropertyName("data")] object Data)
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Never embedded in HTML, so letters of all languages stay unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonPropertyName("specversion")]
    [JsonPropertyOrder(-1)]
    public string SpecVersion { get; } = "1.0";

    [JsonPropertyName("datacontenttype")]
    [JsonPropertyOrder(-1)]
    public string DataContentType { get; } = "application/json";

    public static CloudEventModel From(LedgerAddress address, JournalEntry entry) => new(
        new LedgerEventId(entry.At, address.Ledger, entry.Sequence).ToString(),
        ToSource(address.Organization),
        EventTypes.From(entry.Event ?? throw new ArgumentException($"{entry} is no event.", nameof(entry))),
        EventData.ToSubject(entry.Record),
        FormatTime(entry.At),
        address.Ledger.ToString(),
        entry.Sequence.ToString("d12", CultureInfo.InvariantCulture),
        EventData.From(entry.Record));

    public static CloudEventModel Differences(OrganizationId organization, DifferencesFound found)
    {
        var from = new DateTimeOffset(found.Day, TimeOnly.MinValue, TimeSpan.Zero);
        return new CloudEventModel(
            found.EventId,
            ToSource(organization),
            EventTypes.DifferencesFound,
            found.Text,
            FormatTime(from.AddDays(1)),
            Ledger: null,
            Sequence: null,
            new DifferencesData(
                FormatTime(from),
                FormatTime(from.AddDays(1)),
                found.Total,
                found.Counts.ToImmutableSortedDictionary(
                    count => JsonNamingPolicy.SnakeCaseLower.ConvertName(count.Key), count => count.Value)));
    }

    public static CloudEventModel Ping(
        OrganizationId organization, WebhookId endpoint, string id, DateTimeOffset at) => new(
            id,
            ToSource(organization),
            EventTypes.Ping,
            endpoint.ToString(),
            FormatTime(at),
            Ledger: null,
            Sequence: null,
            new PingData(endpoint.ToString()));

    /// <summary>RFC 3339, UTC.</summary>
    public static string FormatTime(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A URI reference, as CloudEvents requires.</summary>
    private static string ToSource(OrganizationId organization) => $"/{Uri.EscapeDataString(organization.Value)}";
}

/// <summary>Writes events as they are delivered.</summary>
internal sealed class CloudEventWriter : IEventWriter
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Write(LedgerAddress address, JournalEntry entry) =>
        Write(CloudEventModel.From(address, entry));

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> WriteDifferences(OrganizationId organization, DifferencesFound found) =>
        Write(CloudEventModel.Differences(organization, found));

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> WritePing(
        OrganizationId organization, WebhookId endpoint, string id, DateTimeOffset at) =>
        Write(CloudEventModel.Ping(organization, endpoint, id, at));

    private static byte[] Write(CloudEventModel model) =>
        JsonSerializer.SerializeToUtf8Bytes(model, CloudEventModel.Options);
}
