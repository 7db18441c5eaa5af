using Azure.Data.Tables;

namespace Payments.EndToEnd.Tests.Faults;

/// <summary>Checks the stored ledgers directly, without the service.</summary>
internal static class StoredLedgers
{
    /// <summary>
    /// Checks that in each ledger's partition the head counts the journal's entries, that none is missing, and that
    /// each record's row is its latest entry (docs/adr/0010-one-row-a-change.md). Returns the number of partitions.
    /// </summary>
    public static async Task<int> CheckAsync(string connection)
    {
        var table = new TableServiceClient(connection).GetTableClient("ledgers");
        var rows = new List<TableEntity>();
        // Beside the ledgers there is the account's place among the storage accounts.
        await foreach (var row in table.QueryAsync<TableEntity>("PartitionKey ne 'accounts'")) rows.Add(row);
        var partitions = rows.GroupBy(row => row.PartitionKey).ToList();
        foreach (var partition in partitions) Check(partition.Key, [.. partition]);
        return partitions.Count;
    }

    private static void Check(string partition, List<TableEntity> rows)
    {
        var head = Assert.Single(rows, row => row.RowKey == "head");
        var former = rows.Where(row => row.RowKey.StartsWith("v-", StringComparison.Ordinal))
            .Select(row => (Record: row.GetString("Record"), Number: long.Parse(row.RowKey.AsSpan(2), provider: null)))
            .ToList();
        var last = rows.Where(row => row.RowKey.StartsWith("r-", StringComparison.Ordinal))
            .Select(row => (Record: row.RowKey[2..], Number: row.GetInt64("Sequence")!.Value))
            .ToList();
        var numbers = former.Concat(last).Select(entry => entry.Number).Order().ToList();
        Assert.True(
            numbers.SequenceEqual(Enumerable.Range(0, numbers.Count).Select(number => (long)number)),
            $"{partition}: the journal has the numbers {string.Join(' ', numbers)}");
        Assert.Equal(head.GetInt64("Sequence"), numbers.Count);
        foreach (var (record, number) in last)
        {
            Assert.All(
                former.Where(entry => entry.Record == record),
                entry => Assert.True(entry.Number < number, $"{partition}: {record} has a later entry"));
        }
    }
}
