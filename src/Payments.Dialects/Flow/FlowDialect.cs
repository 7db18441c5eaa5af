using Payments.Dialects.Wire;

namespace Payments.Dialects.Flow;

/// <summary>The Flow API: its endpoints, and its responses to faults.</summary>
public sealed class FlowDialect(FlowAuthentication callers) : IDialect
{
    /// <summary>An endpoint below <c>/{organization}</c>.</summary>
    /// <param name="organization">The organization in the address.</param>
    /// <param name="errors">The error model that the resource's clients read.</param>
    public FlowEndpoint At(string organization, FlowErrorModel errors) => new(this, callers, organization, errors);

    /// <summary>An endpoint without an organization in its address: the caller's own is used.</summary>
    public FlowEndpoint OfCallers() => new(this, callers, null, FlowErrorModel.Generic);

    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId)
    {
        var message = status == 503
            ? "The service is temporarily unavailable; repeat the request."
            : "Internal error. The outcome is unknown; repeat the request with the same key.";
        return FlowJson.Answer(
            status, new GenericError(GenericError.ServerError, [$"{message} Trace: {traceId}"]));
    }

    /// <inheritdoc/>
    public WireResponse RejectBody(WireRequest request, BodyProblem problem)
    {
        var (status, message) = BodyProblems.Describe(problem);
        return FlowJson.Answer(status, new GenericError(GenericError.ClientError, [message]));
    }
}
