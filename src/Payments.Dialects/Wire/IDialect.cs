namespace Payments.Dialects.Wire;

/// <summary>What all operations of one of the three APIs have in common, whoever calls them.</summary>
public interface IDialect
{
    /// <summary>
    /// The answer to a fault: 500, or 503 where the request may simply be repeated. It names the trace id, so that the
    /// fault can be found in the logs, and nothing else of what happened.
    /// </summary>
    WireResponse Fault(int status, string traceId);

    /// <summary>The answer to a request whose body could not be had, and is empty here.</summary>
    WireResponse RejectKey(WireRequest request, BodyProblem problem);
}
