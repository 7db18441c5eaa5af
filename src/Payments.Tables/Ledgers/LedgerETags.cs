using System.Collections.Immutable;
using Azure;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Tables.Ledgers;

/// <summary>
/// The ETags of what was read of a ledger, as one opaque version. The head's ETag alone is not enough: head and records
/// are read in parallel, so a record may be older than the head, and a change to it would be based on an outdated
/// state. So a record that was read is replaced only if it has not changed since.
/// </summary>
internal sealed record LedgerETags(ETag Head, ImmutableDictionary<RecordKey, ETag> Records)
{
    // Occurs in neither ETags nor record keys.
    private const char Next = '\n';
    private const char Is = '\t';

    public static LedgerETags Parse(LedgerVersion version)
    {
        var parts = version.Tag.Split(Next);
        return new LedgerETags(
            new ETag(parts[0]),
            parts.Skip(1).Select(part => part.Split(Is)).ToImmutableDictionary(
                part => new RecordKey(part[0]), part => new ETag(part[1])));
    }

    /// <summary>
    /// The tag of a record; any tag will do for a record that was not read, or was read after the head.
    /// </summary>
    public ETag Parse(RecordKey record) => Records.TryGetValue(record, out var tag) ? tag : ETag.All;

    public LedgerVersion ToVersion() =>
        new(string.Join(Next, Records.Select(record => $"{record.Key}{Is}{record.Value}").Prepend(Head.ToString())));
}
