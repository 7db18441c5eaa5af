using Payments.Handlers.Ports;
using Payments.Tables.Ledgers;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Tables.Tests.Ledgers;

[Collection(AzuriteCollection.Name)]
public sealed class TableLedgerStoreComplies(TablesFixture tables) : LedgerStoreCompliance
{
    protected override ILedgerStore Store { get; } = new TableLedgerStore(tables.Accounts);
}

public sealed class InMemoryLedgerStoreComplies : LedgerStoreCompliance
{
    protected override ILedgerStore Store { get; } = new InMemoryLedgerStore();
}
