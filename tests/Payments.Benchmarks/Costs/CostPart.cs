using System.Globalization;
using Payments.Benchmarks.Figures;
using Payments.Benchmarks.Saturation;
using Payments.Benchmarks.Services;

namespace Payments.Benchmarks.Costs;

/// <summary>What operations cost in Azure: counts, which a test compares with docs/cost.md.</summary>
internal sealed class CostPart : IPart
{
    public string Name => "cost";

    public string Description => "dollars for a million operations, from counted calls; writes docs/cost.md";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Reporter reporter)
    {
        var state = Directory.CreateTempSubdirectory("payments-bench-").FullName;
        try
        {
            await using var tables = await AzuriteServer.StartAsync(state);
            reporter.Step("counting calls");
            var counts = await CountAsync(tables.ConnectionString);
            CostDocument.Write(counts);
            return
            [
                .. counts.Select(count => Figure.Plain(
                    $"a million of: {count.Name}",
                    string.Create(CultureInfo.InvariantCulture, $"{count.Total:n2} dollars (docs/cost.md)"))),
            ];
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    /// <summary>The counts, on an empty table service.</summary>
    public static async Task<IReadOnlyList<OperationCount>> CountAsync(string connection)
    {
        var recorder = new CallRecorder();
        await using var service = await AzuriteBackedService.StartAsync(connection, recorder);
        return await new CountedOperations(service, recorder, connection).CountAsync();
    }
}
