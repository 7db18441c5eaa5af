using System.Globalization;
using Azure.Data.Tables;

namespace Payments.Benchmarks.Saturation;

/// <summary>
/// A client of the same tables that does nothing but call: the same kinds of calls as the service made, of the same
/// sizes, in the same order and proportion. Like the service's, its new rows are new, and its transactions keep to one
/// partition.
/// </summary>
internal sealed class BareClient(TableServiceClient service, IReadOnlyList<RecordedCall> mix)
{
    private const string Table = "bare";
    private const string Value = "Value";
    private const string Head = "head";

    /// <summary>What a row's own keys and the protocol take of a body, about.</summary>
    private const int Overhead = 400;

    private readonly TableClient _table = service.GetTableClient(Table);
    private long _rows;

    /// <summary>Creates the table, and the rows that are read.</summary>
    public async Task PrepareAsync()
    {
        await _table.CreateIfNotExistsAsync();
        foreach (var call in mix.Where(call => call.Kind == CallKind.Read && call.Found).DistinctBy(call => call.Bytes))
            await _table.UpsertEntityAsync(Row("read", ReadKey(call), call.Bytes), TableUpdateMode.Replace);
    }

    /// <summary>Calls without a pause until it is told to stop; returns the number of calls.</summary>
    public async Task<long> RunAsync(int number, CancellationToken stopping)
    {
        var partition = $"caller-{number}";
        await _table.UpsertEntityAsync(Row(partition, Head, Overhead), TableUpdateMode.Replace, CancellationToken.None);
        var calls = 0L;
        for (var next = number; !stopping.IsCancellationRequested; next++, calls++)
            await CallAsync(mix[next % mix.Count], partition);
        return calls;
    }

    private async Task CallAsync(RecordedCall call, string partition)
    {
        switch (call.Kind)
        {
            case CallKind.Read:
                await _table.GetEntityIfExistsAsync<TableEntity>("read", call.Found ? ReadKey(call) : "missing");
                break;
            case CallKind.Query:
                await foreach (var _ in _table.QueryAsync<TableEntity>($"PartitionKey eq 'read' and RowKey lt 'a'"))
                    break;
                break;
            case CallKind.Write:
                await _table.UpsertEntityAsync(Row(partition, NewKey(), call.Bytes), TableUpdateMode.Replace);
                break;
            case CallKind.Transaction:
                await _table.SubmitTransactionAsync(ToActions(call, partition));
                break;
        }
    }

    /// <summary>A row can't be twice in a transaction: the first that replaces is the head, others are new.</summary>
    private IEnumerable<TableTransactionAction> ToActions(RecordedCall call, string partition)
    {
        var bytes = call.Bytes / Math.Max(1, call.Replaces.Length);
        var replacesHead = false;
        foreach (var replaces in call.Replaces)
        {
            var isHead = replaces && !replacesHead;
            replacesHead |= isHead;
            yield return isHead
                ? new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row(partition, Head, bytes))
                : new TableTransactionAction(TableTransactionActionType.Add, Row(partition, NewKey(), bytes));
        }
    }

    private string NewKey() => Interlocked.Increment(ref _rows).ToString("d12", CultureInfo.InvariantCulture);

    private static string ReadKey(RecordedCall call) => $"z-{call.Bytes}";

    private static TableEntity Row(string partition, string key, int bytes) =>
        new(partition, key) { [Value] = new string('x', Math.Max(1, bytes - Overhead)) };
}
