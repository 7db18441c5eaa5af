using Azure.Data.Tables;
using Payments.Tables.Serialization;
using Payments.Tables.Storage;

namespace Payments.Tables.Tests.Serialization;

[Collection(AzuriteCollection.Name)]
public sealed class BodyTests(TablesFixture tables)
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(Body.ChunkBytes, 1)]
    [InlineData(Body.ChunkBytes + 1, 2)]
    [InlineData(Body.ChunkBytes * Body.MaxChunks, Body.MaxChunks)]
    public async Task A_document_is_read_from_as_many_properties_as_it_needs(int bytes, int chunks)
    {
        var document = new byte[bytes];
        new Random(bytes).NextBytes(document);
        var entity = new TableEntity($"bodies-{Guid.NewGuid():N}", "row");
        Body.Write(entity, document);
        var table = tables.Service.GetTableClient(TableNames.Ledgers);
        await table.AddEntityAsync(entity);

        var read = (await table.GetEntityAsync<TableEntity>(entity.PartitionKey, entity.RowKey)).Value;

        Assert.Equal(chunks, read.Keys.Count(name => name.StartsWith("Body", StringComparison.Ordinal)));
        Assert.Equal(document, Body.Read(read));
    }

    [Fact]
    public void A_document_that_is_too_large_is_an_error_that_says_so()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Body.Write(
            new TableEntity("p", "r"), new byte[(Body.ChunkBytes * Body.MaxChunks) + 1]));

        Assert.Contains("983040", failure.Message, StringComparison.Ordinal);
    }
}
