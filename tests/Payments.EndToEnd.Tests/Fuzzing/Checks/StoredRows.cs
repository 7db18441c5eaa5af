using Azure.Data.Tables;
using Payments.EndToEnd.Tests.Fuzzing.Requests;

namespace Payments.EndToEnd.Tests.Fuzzing.Checks;

/// <summary>
/// What is stored after a run. A rejected request leaves nothing in a ledger: no value of any row there has its mark.
/// The organization whose every request is rejected has no rows at all, but for the kept responses to idempotency keys.
/// </summary>
internal static class StoredRows
{
    private const string Ledgers = "ledgers";

    // Credentials, from the settings; and, by design, what the limits count.
    private static readonly string[] NotOfRequests = ["organizations", "limits"];

    /// <summary>Rejections are kept under their idempotency key for a day (docs/adr/0001-idempotency.md).</summary>
    private const string KeptResponses = Callers.Rejected + "|answer|";

    /// <summary>Every row of every table.</summary>
    public static async Task<IReadOnlyList<(string Table, TableEntity Row)>> ReadAsync(string connection)
    {
        var service = new TableServiceClient(connection);
        var rows = new List<(string, TableEntity)>();
        await foreach (var table in service.QueryAsync())
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
                rows.Add((table.Name, row));
        }

        return rows;
    }

    /// <summary>The rows that should not be there.</summary>
    public static IEnumerable<string> FindWrong(
        IEnumerable<(string Table, TableEntity Row)> rows, Func<int, bool> isRejected) =>
        from stored in rows
        where !NotOfRequests.Contains(stored.Table)
        let mistake = FindMistake(stored.Table, stored.Row, isRejected)
        where mistake is not null
        select $"{mistake}: {stored.Table} {stored.Row.PartitionKey} {stored.Row.RowKey}";

    private static string? FindMistake(string table, TableEntity row, Func<int, bool> isRejected)
    {
        if (row.PartitionKey.StartsWith(Callers.Rejected, StringComparison.Ordinal)
            && !row.PartitionKey.StartsWith(KeptResponses, StringComparison.Ordinal))
        {
            return "the rejected organization has a row";
        }

        if (table != Ledgers) return null;
        var rejected = Texts(row).SelectMany(Tag.Find).Where(isRejected).Take(1).ToList();
        return rejected is [var number] ? $"request {number} was rejected and is stored" : null;
    }

    private static IEnumerable<string> Texts(TableEntity row) => row.Select(field => field.Value switch
    {
        string text => text,
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        _ => "",
    });
}
