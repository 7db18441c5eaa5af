using Payments.Benchmarks.Costs;
using Payments.Benchmarks.Figures;
using Payments.Testing;

namespace Payments.Benchmarks.Tests;

public sealed class CostTables(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task The_tables_of_the_cost_document_are_those_of_the_counted_calls()
    {
        var counts = await CostPart.CountAsync(azurite.ConnectionString);

        // docs/adr/0010-one-row-a-change.md.
        var refund = Assert.Single(counts, count => count.Name.StartsWith("refund", StringComparison.Ordinal));
        Assert.Equal((9, 3, 6), (refund.StorageCalls, refund.Transactions, refund.Rows));
        Assert.Equal(CostDocument.FormatCosts(counts), MarkedText.Read(CostDocument.Name, CostDocument.Costs));
        Assert.Equal(CostDocument.FormatScale(counts), MarkedText.Read(CostDocument.Name, CostDocument.Scale));
    }
}
