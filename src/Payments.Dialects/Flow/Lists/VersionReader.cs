using System.Collections.Immutable;
using Payments.Handlers.Reading;

namespace Payments.Dialects.Flow.Lists;

/// <summary>Reads the parameters of a list of versions.</summary>
internal static class VersionReader
{
    private static readonly SortFields<DateTimeOffset> Fields = new(
        "journal_timestamp", "journal_timestamp", ("journal_timestamp", at => at));

    /// <summary>
    /// The request for versions that are named by their own numbers (<c>id</c>) and by their resources' ids.
    /// </summary>
    public static VersionRequest Read(ListReader reader, string resources)
    {
        var numbers = reader.NamesIfAny("id");
        return ToRequest(reader, numbers is { } given ? ParseNumbers(given) : null, reader.NamesIfAny(resources), null);
    }

    /// <summary>
    /// The request for versions of credit payments. Their <c>id</c> is a string in the clients' types: if all are whole
    /// numbers, which no resource's id is, they name versions, else credit payments.
    /// </summary>
    public static VersionRequest ReadKeyed(ListReader reader)
    {
        var ids = reader.NamesIfAny("id");
        var areNumbers = ids?.All(id => VersionNumber.TryParse(id, out _)) ?? false;
        return ToRequest(
            reader,
            areNumbers ? ParseNumbers(ids!.Value) : null,
            areNumbers ? null : ids,
            reader.NamesIfAny("key"));
    }

    private static VersionRequest ToRequest(
        ListReader reader,
        ImmutableArray<VersionNumber>? numbers,
        ImmutableArray<string>? resources,
        ImmutableArray<string>? keys) => new(
            numbers,
            resources,
            keys,
            reader.Order(Fields, isFiltered: true).Timeline!.Value,
            reader.Offset(),
            reader.Limit());

    /// <summary>Skips texts that are not numbers: no version can match them.</summary>
    private static ImmutableArray<VersionNumber> ParseNumbers(ImmutableArray<string> texts) =>
    [
        .. texts.Select(text => (IsNumber: VersionNumber.TryParse(text, out var number), number))
            .Where(read => read.IsNumber)
            .Select(read => read.number),
    ];
}
