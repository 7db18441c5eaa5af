using System.Globalization;
using Payments.Azure.Ledgers;
using Payments.Handlers;
using Payments.Ledger;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Azure.Tests.Ledgers;

[Collection(AzuriteCollection.Name)]
public sealed class TableLedgerStoreComplies(TablesFixture tables) : LedgerStoreCompliance
{
    protected override ILedgerStore Store { get; } = new TableLedgerStore(tables.Service);

    protected override async Task<IReadOnlyList<JournalEntry>> JournalAsync(LedgerAddress address)
    {
        var rows = await tables.RowsAsync(Tables.Ledgers, new LedgerRows(address).Partition);
        return
        [
            .. rows.Where(row => row.RowKey.StartsWith("v-", StringComparison.Ordinal)).Select(row => new JournalEntry(
                long.Parse(row.RowKey.AsSpan(2), CultureInfo.InvariantCulture),
                row.GetDateTimeOffset("At")!.Value,
                Enum.Parse<ChangeType>(row.GetString("Type")!),
                LedgerRows.ReadRecord(row))),
        ];
    }
}

public sealed class InMemoryLedgerStoreComplies : LedgerStoreCompliance
{
    private readonly InMemoryLedgerStore _store = new();

    protected override ILedgerStore Store => _store;

    protected override Task<IReadOnlyList<JournalEntry>> JournalAsync(LedgerAddress address) =>
        Task.FromResult(_store.Journal(address));
}
