using Payments.Azure.Tests.Faults;
using Payments.Handlers;
using Payments.Ledger;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Azure.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableAnswerStoreComplies(TablesFixture tables) : AnswerStoreCompliance
{
    protected override IAnswerStore Store { get; } = new TableAnswerStore(tables.Service);

    [Fact]
    public async Task Each_call_is_one_request()
    {
        var transport = new WatchedTransport();
        var store = new TableAnswerStore(tables.Connect(transport));
        var name = new RequestName(OrganizationId.From($"shop-{Guid.NewGuid():N}"), Key.From("k"));
        var request = new KeptRequest("f", Guid.NewGuid(), DateTimeOffset.UtcNow, null);

        var version = await store.TryAddAsync(name, request, default);
        await store.TryReplaceAsync(name, request with { RunningSince = null, Version = version! }, default);
        await store.FindAsync(name, default);

        Assert.Equal(3, transport.Sent.Count);
    }
}

public sealed class InMemoryAnswerStoreComplies : AnswerStoreCompliance
{
    protected override IAnswerStore Store { get; } = new InMemoryAnswerStore();
}
