using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>
/// Counters, in a table of their own: a partition for each kind of an organization, a row for each period.
/// </summary>
public sealed class TableCounterStore(StorageAccounts accounts) : ICounterStore
{
    private const string Value = "Value";
    private const string At = "At";

    private readonly SpreadTable _table = accounts.GetTable(TableNames.Limits);

    /// <inheritdoc/>
    public async Task<Counter?> FindAsync(CounterName name, CancellationToken cancellationToken)
    {
        var found = await _table.First.GetEntityIfExistsAsync<TableEntity>(
            ToPartitionKey(name), StorageKey.Escape(name.Period), cancellationToken: cancellationToken);
        return found.HasValue && found.Value is { } row
            ? new Counter(row.GetInt64(Value)!.Value, row.GetDateTimeOffset(At)!.Value, row.ETag.ToString())
            : null;
    }

    /// <inheritdoc/>
    public async Task<string?> TryWriteAsync(CounterName name, Counter counter, CancellationToken cancellationToken)
    {
        var row = new TableEntity(ToPartitionKey(name), StorageKey.Escape(name.Period))
        {
            [Value] = counter.Value,
            [At] = counter.At,
        };
        try
        {
            var written = counter.Version is { } version
                ? await _table.First.UpdateEntityAsync(
                    row, new ETag(version), TableUpdateMode.Replace, cancellationToken)
                : await _table.First.AddEntityAsync(row, cancellationToken);
            return written.Headers.ETag!.Value.ToString();
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return null;
        }
    }

    private static string ToPartitionKey(CounterName name) =>
        $"{StorageKey.Escape(name.Organization.Value)}|{StorageKey.Escape(name.Kind)}";
}
