namespace Payments.Dialects.OrderCloud;

/// <summary>How OrderCloud answers a fault.</summary>
public sealed class OrderCloudDialect : IDialect
{
    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId) => status == 503
        ? OrderCloudAnswers.Error(
            503, ErrorCodes.Offline, "The service can't answer just now; please repeat the request.", new FaultTrace(traceId))
        : OrderCloudAnswers.Error(
            status, ErrorCodes.ServerError, "Something went wrong on our side.", new FaultTrace(traceId));
}
