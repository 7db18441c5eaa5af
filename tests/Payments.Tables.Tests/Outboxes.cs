using Payments.Handlers.Ports;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Tables.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableOutboxComplies(TablesFixture tables) : OutboxCompliance
{
    protected override IOutbox Outbox { get; } = new TableOutbox(tables.Accounts);
}

public sealed class InMemoryOutboxComplies : OutboxCompliance
{
    protected override IOutbox Outbox { get; } = new InMemoryOutbox();
}
