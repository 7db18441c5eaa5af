using System.Diagnostics;
using System.Net;
using System.Text;
using Payments.Handlers;

namespace Payments.Dialects.CommerceHub;

/// <summary>How Commerce Hub tells of faults, and of repetitions under an <c>Idempotency-Key</c>.</summary>
public sealed class CommerceHubDialect : IDialect
{
    private readonly CallerAuthentication _authentication;
    private readonly IUniqueNumbers _unique;

    /// <summary>For the callers that have these keys.</summary>
    public CommerceHubDialect(CommerceHubCredentials credentials, IUniqueNumbers unique, TimeProvider time)
    {
        _authentication = new CallerAuthentication(credentials, time);
        _unique = unique;
    }

    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId)
    {
        var message = $"The request could not be processed; it may be repeated. Trace id: {traceId}.";
        return HubAnswers.Errors(status, [HubError.Gateway(ErrorCode.Internal, null, message)], traceId, null);
    }

    /// <summary>
    /// A credit is kept under its Client-Request-Id, so that a repetition has that of the first request: under another
    /// one the money would be sent again if the first answer was lost before it was kept.
    /// </summary>
    public RepeatCaller? CallerOf(WireRequest request) =>
        _authentication.Check(request, out var caller) is null
            ? new RepeatCaller(
                caller!.Key.Organization, caller.ClientRequestId, Encoding.UTF8.GetBytes(caller.Key.Secret))
            : null;

    /// <summary>The gateway has neither 409 nor 422 for these operations: 400 for all of them.</summary>
    public WireResponse Refuse(WireRequest request, KeyProblem problem)
    {
        var (code, message) = problem switch
        {
            KeyProblem.Malformed => (ErrorCode.FieldInvalid, RepeatedRequests.Rule),
            KeyProblem.UsedOtherwise => (
                ErrorCode.AlreadyExists,
                $"Another request was made with this {RepeatedRequests.Header}: a new request needs a new one."),
            KeyProblem.InProgress => (
                ErrorCode.InProgress, $"The request with this {RepeatedRequests.Header} is in progress."),
            _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
        };
        var refusal = HubRefusal.BadRequest(HubError.Gateway(code, RepeatedRequests.Header, message));
        return Refused(request, refusal with { IsPassing = problem == KeyProblem.InProgress }, _unique);
    }

    /// <summary>The front door's no: no gateway has seen the request.</summary>
    public WireResponse Refuse(WireRequest request, BodyProblem problem)
    {
        var (status, message) = BodyProblems.Describe(problem);
        return Refused(request, new HubRefusal((HttpStatusCode)status, [HubError.FrontDoor(message)]), _unique);
    }

    /// <summary>A no; its trace id is that of the logs, where there is one.</summary>
    internal static WireResponse Refused(WireRequest request, HubRefusal refusal, IUniqueNumbers unique)
    {
        var traceId = Activity.Current?.TraceId.ToHexString() ?? unique.Next().ToString("N");
        var answer = HubAnswers.Of(refusal, traceId, request.Header(HubHeaders.ClientRequestId));
        return refusal.IsPassing ? answer.With("Retry-After", "1") : answer;
    }
}
