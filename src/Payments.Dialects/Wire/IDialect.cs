namespace Payments.Dialects;

/// <summary>How one of the three APIs answers when something went wrong that is nobody's request's fault.</summary>
public interface IDialect
{
    /// <summary>
    /// The answer to a fault: 500, or 503 where the request may simply be repeated. It names the trace id, so that the
    /// fault can be found in the logs, and nothing else of what happened.
    /// </summary>
    WireResponse Fault(int status, string traceId);
}
