using System.Diagnostics;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
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
    public Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken) =>
        ObserveAsync(
            operation.GetType().Name,
            operation.IdempotencyKey,
            () => inner.ExecuteAsync(operation, cancellationToken),
            response => response.GetType().Name);

    /// <inheritdoc/>
    public Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken) =>
        ObserveAsync(
            $"Query{operation.GetType().Name}",
            operation.IdempotencyKey,
            () => inner.QueryAsync(operation, reference, cancellationToken),
            response => response.GetType().Name);

    /// <inheritdoc/>
    public Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken) =>
        ObserveAsync(
            "InspectCapture",
            capture,
            () => inner.InspectCaptureAsync(organization, capture, cancellationToken),
            standing => standing is null ? nameof(ProcessorResponse.Unknown) : "Told");

    private async Task<T> ObserveAsync<T>(string kind, string name, Func<Task<T>> call, Func<T, string> describe)
    {
        using var span = Tracing.StartOperation(Name.ToString(), kind);
        span?.SetTag("payments.operation.name", name);
        var started = time.GetTimestamp();
        var outcome = Fault;
        try
        {
            var response = await call();
            outcome = describe(response);
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
