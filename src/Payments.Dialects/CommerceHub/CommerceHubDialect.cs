using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Payments.Dialects.Wire;
using Payments.Handlers.Writing;

namespace Payments.Dialects.CommerceHub;

/// <summary>Commerce Hub: who may call it, and how it tells of faults and of repetitions.</summary>
public sealed class CommerceHubDialect(HubAuthentication authentication, IIdSource unique)
    : IDialect, IEndpoint<HubCall>
{
    /// <inheritdoc/>
    public IDialect Dialect => this;

    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId)
    {
        var message = $"The request could not be processed; it may be repeated. Trace id: {traceId}.";
        return HubResponses.Errors(status, [HubError.Gateway(ErrorCode.Internal, null, message)], traceId, null);
    }

    /// <summary>
    /// False with 401 without a signature that is right, and with 400 without a Client-Request-Id.
    /// </summary>
    public bool TryAuthenticate(
        WireRequest request,
        [NotNullWhen(true)] out HubCall? call,
        [NotNullWhen(false)] out WireResponse? rejection)
    {
        rejection = authentication.TryAuthenticate(request, out call, out var refusal)
            ? null
            : Reject(request, refusal);
        return call is not null;
    }

    /// <summary>Always: no address of Commerce Hub names whose it is.</summary>
    public bool TryAuthorize(HubCall call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        rejection = null;
        return true;
    }

    /// <summary>
    /// A credit is kept under its Client-Request-Id, so that a repetition has that of the first request: under another
    /// one the money would be sent again if the first answer was lost before it was kept.
    /// </summary>
    public IdempotencyScope GetIdempotencyScope(HubCall call) =>
        new(call.Key.Organization, call.ClientRequestId, Encoding.UTF8.GetBytes(call.Key.Secret));

    /// <summary>The gateway has neither 409 nor 422 for these operations: 400 for all of them.</summary>
    public WireResponse RejectKey(HubCall call, IdempotencyKeyError problem)
    {
        var (code, message) = problem switch
        {
            IdempotencyKeyError.Malformed => (ErrorCode.FieldInvalid, IdempotencyMiddleware.Rule),
            IdempotencyKeyError.UsedOtherwise => (
                ErrorCode.AlreadyExists,
                $"Another request was made with this {IdempotencyMiddleware.Header}: a new request needs a new one."),
            IdempotencyKeyError.InProgress => (
                ErrorCode.InProgress, $"The request with this {IdempotencyMiddleware.Header} is in progress."),
            _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
        };
        var refusal = HubRejection.BadRequest(HubError.Gateway(code, IdempotencyMiddleware.Header, message));
        return Reject(call.Request, refusal with { IsPassing = problem == IdempotencyKeyError.InProgress });
    }

    /// <summary>The front door's no: no gateway has seen the request.</summary>
    public WireResponse RejectKey(WireRequest request, BodyProblem problem)
    {
        var (status, message) = BodyProblems.Describe(problem);
        return Reject(request, new HubRejection((HttpStatusCode)status, [HubError.FrontDoor(message)]));
    }

    /// <summary>A no; its trace id is that of the logs, where there is one.</summary>
    internal WireResponse Reject(WireRequest request, HubRejection refusal)
    {
        var traceId = Activity.Current?.TraceId.ToHexString() ?? unique.NextId().ToString("N");
        var answer = HubResponses.Create(refusal, traceId, request.Header(HubHeaders.ClientRequestId));
        return refusal.IsPassing ? answer.With("Retry-After", "1") : answer;
    }
}
