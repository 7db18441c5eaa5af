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

        Assert.Equal(CostDocument.FormatCosts(counts), MarkedText.Read(CostDocument.Name, CostDocument.Costs));
        Assert.Equal(CostDocument.FormatScale(counts), MarkedText.Read(CostDocument.Name, CostDocument.Scale));
    }
}
