using Azure.Data.Tables;
using Payments.Tables.Storage;
using Payments.Tables.Tests.Faults;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Payments.Tables.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class EntityGroupTests(TablesFixture tables)
{
    [Fact]
    public async Task A_transaction_over_two_partitions_is_rejected_before_anything_is_sent()
    {
        var transport = new WatchedTransport();
        var table = tables.Connect(transport).First.Service.GetTableClient(TableNames.Timeline);

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.SubmitGroupAsync(
            [new(Add, new TableEntity("one", "row")), new(Add, new TableEntity("other", "row"))], default));

        Assert.Empty(transport.Sent);
    }

    [Fact]
    public async Task Azurite_accepts_a_transaction_over_two_partitions_so_that_it_must_be_rejected_here()
    {
        var partition = $"{Guid.NewGuid():N}";
        var table = tables.Service.GetTableClient(TableNames.Timeline);

        await table.SubmitTransactionAsync(
            [new(Add, new TableEntity(partition, "row")), new(Add, new TableEntity($"{partition}-other", "row"))]);

        Assert.Single(await tables.RowsAsync(TableNames.Timeline, $"{partition}-other"));
    }
}
