using System.Diagnostics;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Handlers.Telemetry;

/// <summary>A processor with a span and a measurement of each operation.</summary>
internal sealed class ObservedProcessor(IPaymentProcessor inner, PaymentsMetrics metrics, TimeProvider time)
    : IPaymentProcessor
{
    private const string Fault = "Fault";

    /// <inheritdoc/>
    public ProcessorName Name => inner.Name;

    /// <inheritdoc/>
    public async Task<ProcessorResponse> ExecuteAsync(
        ProcessorOperation operation, CancellationToken cancellationToken)
    {
        var kind = operation.GetType().Name;
        using var span = Tracing.StartOperation(Name.ToString(), kind);
        span?.SetTag("payments.idempotency_key", operation.IdempotencyKey);
        var started = time.GetTimestamp();
        var outcome = Fault;
        try
        {
            var response = await inner.ExecuteAsync(operation, cancellationToken);
            outcome = response.GetType().Name;
            if (response is ProcessorResponse.Unknown unknown) span?.SetStatus(ActivityStatusCode.Error, unknown.Why);
            return response;
        }
        finally
        {
            span?.SetTag("payments.outcome", outcome);
            metrics.Executed(Name, kind, outcome, time.GetElapsedTime(started));
        }
    }
}
