using System.Collections.Immutable;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Payments.Benchmarks.Saturation;
using Payments.Benchmarks.Services;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Storage;

namespace Payments.Benchmarks.Costs;

/// <summary>
/// Counts what a payment, a refund and a credit take: the calls of the table client, and the rows that they leave. The
/// sandbox's own table is left out: another processor has none.
/// </summary>
internal sealed class CountedOperations(AzuriteBackedService service, CallRecorder recorder, string connection)
{
    private const string SandboxTable = "sandbox";
    private const string Order = "counted";

    private readonly TableServiceClient _tables = new(connection);

    /// <summary>Counts each on a service that has already served others of its kind.</summary>
    public async Task<IReadOnlyList<OperationCount>> CountAsync()
    {
        var shop = new Shop(service.Services);
        await shop.PayAsync("first", 100);
        await service.RefundAsync("first");
        await GiveCreditAsync("first");
        await service.WorkAsync();
        return
        [
            await CountAsync("payment: order, authorization, capture", requests: 3, () => shop.PayAsync(Order, 100)),
            await CountAsync("refund of one capture", requests: 1, () => service.RefundAsync(Order)),
            await CountAsync("open credit", requests: 1, () => GiveCreditAsync(Order)),
        ];
    }

    private async Task<OperationCount> CountAsync(string name, int requests, Func<Task> operation)
    {
        var before = await MeasureAsync();
        var messages = service.Messages;
        recorder.Begin();
        await operation();
        await service.WorkAsync();
        var calls = recorder.End().Where(call => call.Table != SandboxTable).ToList();
        var after = await MeasureAsync();
        messages = service.Messages - messages;
        return new OperationCount(
            name,
            calls.Count,
            calls.Count(call => call.Kind == CallKind.Transaction),
            after.Rows - before.Rows,
            after.Bytes - before.Bytes,
            after.ListRows - before.ListRows,
            messages,
            requests + messages);
    }

    private async Task GiveCreditAsync(string key)
    {
        var answer = await service.Services.GetRequiredService<CreditHandler>().GiveAsync(
            Shop.Organization,
            new CreditRequest(
                new CreditTerms(
                    Key.From(key),
                    null,
                    Shop.Dollars(10),
                    null,
                    ImmutableDictionary<string, string>.Empty,
                    Fingerprint.Compute(key)),
                new CreditInstrument.Card(new CardNumber("4005550000000019"), new CardExpiry(2035, 2))),
            CancellationToken.None);
        if (answer is not Answer<Credit>.Accepted)
            throw new InvalidOperationException($"A credit was not given: {answer}.");
    }

    /// <summary>
    /// 4 bytes, two for each character of the keys, and for each property 8, two for each character of its name, and
    /// its value (Microsoft, "How the size of an entity is calculated").
    /// </summary>
    private async Task<(int Rows, long Bytes, int ListRows)> MeasureAsync()
    {
        var (rows, bytes, listRows) = (0, 0L, 0);
        await foreach (var table in _tables.QueryAsync())
        {
            if (table.Name == SandboxTable) continue;
            await foreach (var row in _tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
            {
                rows++;
                if (table.Name == TableNames.Timeline) listRows++;
                bytes += 4 + (2 * (row.PartitionKey.Length + row.RowKey.Length)) + row
                    .Where(property => !IsSystem(property.Key))
                    .Sum(property => 8 + (2 * property.Key.Length) + Size(property.Value));
            }
        }

        return (rows, bytes, listRows);
    }

    private static bool IsSystem(string property) =>
        property is "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag";

    private static long Size(object? value) => value switch
    {
        string text => (2 * text.Length) + 4,
        byte[] bytes => bytes.Length + 4,
        bool => 1,
        int => 4,
        _ => 8,
    };
}
