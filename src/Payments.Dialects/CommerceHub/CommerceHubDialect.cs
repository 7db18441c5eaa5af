namespace Payments.Dialects.CommerceHub;

/// <summary>How Commerce Hub tells of faults.</summary>
public sealed class CommerceHubDialect : IDialect
{
    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId)
    {
        var message = $"The request could not be processed; it may be repeated. Trace id: {traceId}.";
        return HubAnswers.Errors(status, [HubError.Gateway(ErrorCode.Internal, null, message)], traceId, null);
    }
}
