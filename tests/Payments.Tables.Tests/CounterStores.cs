using Payments.Handlers.Ports;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Tables.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableCounterStoreComplies(TablesFixture tables) : CounterStoreCompliance
{
    protected override ICounterStore Store { get; } = new TableCounterStore(tables.Accounts);
}

public sealed class InMemoryCounterStoreComplies : CounterStoreCompliance
{
    protected override ICounterStore Store { get; } = new InMemoryCounters();
}
