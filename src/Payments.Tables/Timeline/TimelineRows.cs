using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Storage;

namespace Payments.Tables.Timeline;

/// <summary>
/// The rows of one kind of resource in an organization's lists: one for each change, in one order, the newest first.
/// Those of changes that create a resource have partitions of their own, so that the list of resources does not read
/// the others.
/// </summary>
/// <remarks>
/// A partition takes 2,000 entities a second, so each list is spread over <see cref="Shards"/>. An earlier release had
/// one partition for each list; new rows are never added there, and it is read as one shard more. Of several storage
/// accounts, a shard's number says which has it, and an entry goes to a shard in the account of its ledger: what is
/// done to a ledger does not depend on another account.
/// </remarks>
internal sealed class TimelineRows(OrganizationId organization, string kind, int accounts = 1)
{
    /// <summary>
    /// So many that no partition takes more than a sixteenth of an organization's writes, even if chance is uneven, and
    /// so few that a page can be read from all of them side by side.
    /// </summary>
    public const int Shards = 24;

    private const string Id = "Id";
    private const string At = "At";
    private const string Prefix = "new-";
    private const int SequenceDigits = 12;

    private readonly string _organization = StorageKey.Escape(organization.Value);

    /// <summary>The partitions of a list.</summary>
    public IReadOnlyList<Partition> ListPartitions(TimelineList list)
    {
        var versions = $"{kind}-versions";
        var names = list == TimelineList.Resources ? new[] { kind } : [kind, versions];
        var earlier = list == TimelineList.Resources ? kind : versions;
        return
        [
            .. names.SelectMany(name => Enumerable.Range(0, Shards).Select(shard => ToPartition(name, shard))),
            new Partition($"{_organization}|{earlier}", 0),
        ];
    }

    /// <summary>The row of an entry, in its partition.</summary>
    public static TableEntity ToEntity(TimelineEntry entry, Partition partition) => new(partition.Key, ToRowKey(entry))
    {
        [Id] = ToText(entry),
        [At] = entry.At,
    };

    /// <summary>Where an entry's row is.</summary>
    public Partition ToPartition(TimelineEntry entry)
    {
        if (entry.Sequence is null) return new Partition($"{_organization}|{kind}", 0);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{entry.Ledger}{entry.Record}"));
        var account = (int)(Partition.ToNumber(entry.Ledger) % (uint)accounts);
        // Of 5 accounts, the second has the shards 1, 6, 11, 16 and 21; a single one has all.
        var shards = (Shards - account + accounts - 1) / accounts;
        var shard = account + (accounts * (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)shards));
        return ToPartition(entry.Creates ? kind : $"{kind}-versions", shard);
    }

    /// <summary>The row key of an entry.</summary>
    public static string ToRowKey(TimelineEntry entry) => ToRowKey(entry.At) + StorageKey.Escape(ToText(entry));

    /// <summary>
    /// The first row key of a time range, exclusive of its end. The row keys of a moment begin with the ticks until the
    /// end of time; what the entry refers to follows.
    /// </summary>
    public static string ToFirstRowKey(DateTimeOffset to) =>
        to == DateTimeOffset.MaxValue ? Prefix : ToRowKey(to.AddTicks(-1));

    /// <summary>The end of a time range's row keys.</summary>
    public static string ToEndRowKey(DateTimeOffset from) =>
        from == DateTimeOffset.MinValue ? "new." : ToRowKey(from.AddTicks(-1));

    /// <summary>The entry in a row.</summary>
    public TimelineEntry ReadEntry(TableEntity row)
    {
        var text = row.GetString(Id)!;
        var at = row.GetDateTimeOffset(At)!.Value;
        if (!LedgerId.TryParse(text.AsSpan(0, Math.Min(text.Length, LedgerId.Length)), out var ledger))
        {
            // An earlier release stored the resource's full id.
            var start = kind.Length + 1;
            var of = LedgerId.Parse(text.Substring(start, LedgerId.Length));
            var record = new RecordKey(text.Remove(start, LedgerId.Length));
            return new TimelineEntry(kind, of, record, null, Creates: true, at);
        }

        var sequence = text.AsSpan(LedgerId.Length + 1, SequenceDigits);
        return new TimelineEntry(
            kind,
            ledger,
            new RecordKey(text[(LedgerId.Length + 1 + SequenceDigits + 1)..]),
            long.Parse(sequence, NumberStyles.None, CultureInfo.InvariantCulture),
            Creates: IsOfResources(row.PartitionKey),
            at);
    }

    /// <summary>Whether a partition, of this kind's lists, has the changes that create resources.</summary>
    private bool IsOfResources(string partition) =>
        partition.StartsWith($"{_organization}|{kind}|", StringComparison.Ordinal);

    private Partition ToPartition(string list, int shard) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_organization}|{list}|{shard:d2}"), (uint)shard);

    private static string ToText(TimelineEntry entry) => entry.Sequence is { } sequence
        ? string.Create(CultureInfo.InvariantCulture, $"{entry.Ledger}-{sequence:d12}-{entry.Record}")
        : entry.Record.Value.Insert(entry.Kind.Length + 1, entry.Ledger.ToString());

    private static string ToRowKey(DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:d19}-");
}
