using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>
/// The outbox, in a table of its own: one partition, ordered by due time. An entry's row key is its due time and a hash
/// of the work, so that the same work due at the same time is one entry.
/// </summary>
public sealed class TableOutbox(StorageAccounts accounts) : IOutbox
{
    private const string Partition = "outbox";
    private const string Body = "Body";
    private const string Due = "Due";

    private readonly SpreadTable _table = accounts.GetTable(TableNames.Outbox);

    /// <inheritdoc/>
    public Task AddAsync(WorkItem work, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var body = WorkMessages.Write(work).Body;
        var hash = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        var name = string.Create(CultureInfo.InvariantCulture, $"{due.UtcTicks:d19}-{hash}");
        return _table.First.UpsertEntityAsync(
            new TableEntity(Partition, name) { [Body] = Encoding.UTF8.GetString(body.Span), [Due] = due },
            TableUpdateMode.Replace,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxEntry>> OldestAsync(int most, CancellationToken cancellationToken)
    {
        var entries = new List<OutboxEntry>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        var query = _table.First.QueryAsync<TableEntity>(filter, most, cancellationToken: cancellationToken);
        await foreach (var row in query)
        {
            if (entries.Count == most) break;
            entries.Add(ToEntry(row));
        }

        return entries;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(OutboxEntry entry, CancellationToken cancellationToken) =>
        _table.First.DeleteEntityAsync(Partition, entry.Name, ETag.All, cancellationToken);

    private static OutboxEntry ToEntry(TableEntity row) =>
        WorkMessages.Parse(Encoding.UTF8.GetBytes(row.GetString(Body)!)) is ReadWork.Valid valid
            ? new OutboxEntry(row.RowKey, valid.Work, row.GetDateTimeOffset(Due)!.Value)
            : throw new InvalidOperationException($"Row {row.RowKey} of the outbox is not a valid work item.");
}
