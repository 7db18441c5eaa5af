using Payments.Handlers;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Azure.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableKeyStoreComplies(TablesFixture tables) : KeyStoreCompliance
{
    protected override IKeyStore Store { get; } = new TableKeyStore(tables.Service);
}

public sealed class InMemoryKeyStoreComplies : KeyStoreCompliance
{
    protected override IKeyStore Store { get; } = new InMemoryKeyStore();
}
