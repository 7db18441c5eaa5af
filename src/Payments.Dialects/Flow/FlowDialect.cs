using Payments.Dialects.Flow.Errors;

namespace Payments.Dialects.Flow;

/// <summary>How the Flow API answers to faults.</summary>
public sealed class FlowDialect : IDialect
{
    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId)
    {
        var advice = status == 503 ? "The request may be repeated." : "Nothing is known of its outcome.";
        return FlowJson.Answer(
            status,
            new GenericError(GenericError.ServerError, [$"The request could not be carried out. {advice} Trace: {traceId}"]));
    }
}
