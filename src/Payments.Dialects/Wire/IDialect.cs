namespace Payments.Dialects.Wire;

/// <summary>What the operations of one of the three APIs have in common, for every caller.</summary>
public interface IDialect
{
    /// <summary>
    /// The response to a fault: 500, or 503 if the request can simply be repeated. It contains the trace id, so that
    /// the fault can be found in the logs, and reveals nothing else about it.
    /// </summary>
    WireResponse Fault(int status, string traceId);

    /// <summary>The response to a request whose body could not be received, and is empty here.</summary>
    WireResponse RejectBody(WireRequest request, BodyProblem problem);
}
