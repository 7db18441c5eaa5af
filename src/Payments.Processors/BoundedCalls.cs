using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Processors;

/// <summary>
/// Requests to a processor that may not be answered: what is not known of their outcome is logged, and said to be
/// unknown. A caller that gives up is no timeout: its cancellation is thrown.
/// </summary>
/// <param name="timeout">How long the requests of an operation may take together, with their repetitions.</param>
/// <param name="isUnanswered">Whether a fault of this processor's client leaves open what became of a request.</param>
/// <param name="describe">What is logged and stored of such a fault, of a lost connection and of a timeout.</param>
/// <param name="log">The processor's.</param>
internal sealed partial class BoundedCalls(
    TimeSpan timeout, Func<Exception, bool> isUnanswered, Func<Exception, string> describe, ILogger log)
{
    private readonly ILogger _log = log;

    /// <summary>The outcome of an operation's requests.</summary>
    public async Task<ProcessorResponse> ExecuteAsync(
        ProcessorOperation operation,
        Func<CancellationToken, Task<ProcessorResponse>> call,
        CancellationToken cancellationToken)
    {
        var response = await RunAsync(
            call, fault => new ProcessorResponse.Unknown(describe(fault)), cancellationToken);
        if (response is ProcessorResponse.Unknown unknown)
            LogUnknown($"{operation.GetType().Name} {operation.IdempotencyKey}", unknown.Why);
        return response;
    }

    /// <summary>How a capture stands; null if that can't be learned now.</summary>
    public Task<CaptureStanding?> InspectAsync(
        string capture,
        Func<CancellationToken, Task<CaptureStanding?>> call,
        CancellationToken cancellationToken) => RunAsync(
            call,
            fault =>
            {
                LogUnknown($"inspection of {capture}", describe(fault));
                return null;
            },
            cancellationToken);

    /// <summary>Whether a connection was lost, or a timeout passed: not whether the caller gave up.</summary>
    public static bool IsLost(Exception fault, CancellationToken caller) =>
        fault is HttpRequestException or IOException
        || (fault is OperationCanceledException && !caller.IsCancellationRequested);

    private async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> call, Func<Exception, T> unanswered, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception fault) when (IsLost(fault, cancellationToken)
            || (fault is not OperationCanceledException && isUnanswered(fault)))
        {
            return unanswered(fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The outcome of {Operation} is unknown. {Why}")]
    private partial void LogUnknown(string operation, string why);
}
