using System.Collections.Immutable;
using Azure;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Tables.Ledgers;

/// <summary>
/// The ETags of what was read of a ledger, as one opaque version. The head's alone would not do: head and records are
/// read side by side, so a record may be older than the head beside it, and a change of that record would then be made
/// from a state that is gone. So each record that was read is replaced only where it is still the one that was read.
/// </summary>
/// <param name="Head">The head's.</param>
/// <param name="Records">Those of the records.</param>
internal sealed record LedgerETags(ETag Head, ImmutableDictionary<RecordKey, ETag> Records)
{
    // In neither ETags nor record keys.
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

    /// <summary>The tag of a record; any will do for one that was not read, or was read after the head.</summary>
    public ETag Parse(RecordKey record) => Records.TryGetValue(record, out var tag) ? tag : ETag.All;

    public LedgerVersion ToVersion() =>
        new(string.Join(Next, Records.Select(record => $"{record.Key}{Is}{record.Value}").Prepend(Head.ToString())));
}
