namespace Payments.Benchmarks.Costs;

/// <summary>What one operation took, from its requests to its end.</summary>
/// <param name="Name">What it is.</param>
/// <param name="StorageCalls">Requests of the table service, entity group transactions included.</param>
/// <param name="Transactions">The entity group transactions among them.</param>
/// <param name="Rows">The rows that it leaves.</param>
/// <param name="Bytes">Of those rows, by Microsoft's formula.</param>
/// <param name="ListRows">The rows of the organization's lists among them.</param>
/// <param name="Messages">Sent to a queue.</param>
/// <param name="Executions">Of functions: each request, and each message.</param>
internal sealed record OperationCount(
    string Name,
    int StorageCalls,
    int Transactions,
    int Rows,
    long Bytes,
    int ListRows,
    int Messages,
    int Executions)
{
    private const decimal Million = 1_000_000;

    /// <summary>To send it, to receive it, to complete it, and a share of a session's acceptance and locks.</summary>
    private const int OperationsOfMessage = 4;

    /// <summary>An execution of 512 MB takes less than this in a region whose storage answers within 10 ms.</summary>
    private const decimal SecondsOfExecution = 0.1m;

    private const decimal GigabytesOfInstance = 0.5m;

    /// <summary>Requests of Table Storage, for a million of them, in dollars.</summary>
    public decimal StorageRequests => StorageCalls * Million / 10_000 * Prices.TenThousandTableRequests;

    /// <summary>What they keep stored, for a month.</summary>
    public decimal StorageMonth => Bytes * Million / 1_000_000_000 * Prices.TableGigabyteMonth;

    /// <summary>Their messages.</summary>
    public decimal Messaging => Messages * OperationsOfMessage * Prices.MillionMessagingOperations;

    /// <summary>Their executions, which overlap on an instance in practice, and then cost less.</summary>
    public decimal Execution =>
        (Executions * Prices.MillionExecutions)
        + (Executions * Million * SecondsOfExecution * GigabytesOfInstance * Prices.GigabyteSecond);

    /// <summary>All of it, with the first month of storage.</summary>
    public decimal Total => StorageRequests + StorageMonth + Messaging + Execution;
}
