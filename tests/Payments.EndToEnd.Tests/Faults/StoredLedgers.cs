using Azure.Data.Tables;

namespace Payments.EndToEnd.Tests.Faults;

/// <summary>Checks the stored ledgers directly, without the service.</summary>
internal static class StoredLedgers
{
    // The properties of a journal row in addition to its record's.
    private static readonly string[] OfTheJournal = ["Type", "At", "Record", "Commit"];

    // The properties of every row, which differ between any two rows.
    private static readonly string[] OfTheRow = ["PartitionKey", "RowKey", "Timestamp", "odata.etag"];

    /// <summary>
    /// Checks that in each ledger's partition the head counts the journal's entries, that none is missing, and that
    /// each record equals its latest entry. Returns the number of partitions.
    /// </summary>
    public static async Task<int> CheckAsync(string connection)
    {
        var table = new TableServiceClient(connection).GetTableClient("ledgers");
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>()) rows.Add(row);
        var partitions = rows.GroupBy(row => row.PartitionKey).ToList();
        foreach (var partition in partitions) Check(partition.Key, [.. partition]);
        return partitions.Count;
    }

    private static void Check(string partition, List<TableEntity> rows)
    {
        var head = Assert.Single(rows, row => row.RowKey == "head");
        var journal = rows.Where(row => row.RowKey.StartsWith("v-", StringComparison.Ordinal))
            .OrderBy(row => row.RowKey, StringComparer.Ordinal)
            .ToList();
        var latest = journal.GroupBy(entry => entry.GetString("Record"))
            .ToDictionary(entries => $"r-{entries.Key}", entries => entries.Last());
        var numbers = journal.Select(entry => long.Parse(entry.RowKey.AsSpan(2), provider: null)).ToList();
        Assert.True(
            numbers.SequenceEqual(Enumerable.Range(0, numbers.Count).Select(number => (long)number)),
            $"{partition}: the journal has the numbers {string.Join(' ', numbers)}");
        Assert.Equal(head.GetInt64("Sequence"), numbers.Count);
        foreach (var record in rows.Where(row => row.RowKey.StartsWith("r-", StringComparison.Ordinal)))
            AssertSame(record, latest[record.RowKey]);
    }

    private static void AssertSame(TableEntity record, TableEntity entry)
    {
        foreach (var (name, value) in record.Where(field => !OfTheRow.Contains(field.Key)))
            Assert.True(AreSame(value, entry[name]), $"{record.RowKey}: {name} differs from {entry.RowKey}");
        Assert.Equal(record.Count, entry.Keys.Except(OfTheJournal).Count());
    }

    private static bool AreSame(object? one, object? other) => one is byte[] bytes && other is byte[] others
        ? bytes.AsSpan().SequenceEqual(others)
        : Equals(one, other);
}
