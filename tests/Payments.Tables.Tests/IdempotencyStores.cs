using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Tables.Tests.Faults;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Tables.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableIdempotencyStoreComplies(TablesFixture tables) : IdempotencyStoreCompliance
{
    protected override IIdempotencyStore Store { get; } = new TableIdempotencyStore(tables.Accounts);

    [Fact]
    public async Task Each_call_is_one_request()
    {
        var transport = new WatchedTransport();
        var store = new TableIdempotencyStore(tables.Connect(transport));
        var name = new IdempotencyKeyName(OrganizationId.From($"shop-{Guid.NewGuid():N}"), Key.From("k"));
        var request = new IdempotencyRecord("f", Guid.NewGuid(), DateTimeOffset.UtcNow, null);

        var version = await store.TryAddAsync(name, request, default);
        await store.TryReplaceAsync(name, request with { RunningSince = null, Version = version! }, default);
        await store.FindAsync(name, default);

        Assert.Equal(3, transport.Sent.Count);
    }
}

public sealed class InMemoryIdempotencyStoreComplies : IdempotencyStoreCompliance
{
    protected override IIdempotencyStore Store { get; } = new InMemoryIdempotencyStore();
}
