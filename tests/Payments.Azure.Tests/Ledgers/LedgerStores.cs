using Payments.Azure.Ledgers;
using Payments.Handlers;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Azure.Tests.Ledgers;

[Collection(AzuriteCollection.Name)]
public sealed class TableLedgerStoreComplies(TablesFixture tables) : LedgerStoreCompliance
{
    protected override ILedgerStore Store { get; } = new TableLedgerStore(tables.Service);
}

public sealed class InMemoryLedgerStoreComplies : LedgerStoreCompliance
{
    protected override ILedgerStore Store { get; } = new InMemoryLedgerStore();
}
