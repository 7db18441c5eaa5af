using Payments.Handlers.Ports;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Tables.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableKeyStoreComplies(TablesFixture tables) : KeyStoreCompliance
{
    protected override IKeyStore Store { get; } = new TableKeyStore(tables.Accounts);
}

public sealed class InMemoryKeyStoreComplies : KeyStoreCompliance
{
    protected override IKeyStore Store { get; } = new InMemoryKeyStore();
}
