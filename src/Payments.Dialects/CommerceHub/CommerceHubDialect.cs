using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Dialects.CommerceHub;

/// <summary>The Commerce Hub dialect: authentication, errors and idempotency.</summary>
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
    /// Rejects with 401 if a header is missing or can't belong to any key. Whether a key exists is not told here: it
    /// would be told to callers without a signature.
    /// </summary>
    public ValueTask<WireResponse?> RejectHeadAsync(WireRequest head, CancellationToken cancellationToken) =>
        ValueTask.FromResult(HubAuthentication.RejectHead(head) is { } rejection ? Reject(head, rejection) : null);

    /// <summary>
    /// Rejects with 401 if the signature is not valid, and with 400 if there is no Client-Request-Id.
    /// </summary>
    public async ValueTask<Authentication<HubCall>> AuthenticateAsync(
        WireRequest request, CancellationToken cancellationToken)
    {
        var (call, rejection) = await authentication.AuthenticateAsync(request, cancellationToken);
        if (call is not null) return call;
        return Reject(request, rejection!);
    }

    /// <inheritdoc/>
    public async ValueTask<WireResponse?> LimitRateAsync(HubCall call, CancellationToken cancellationToken) =>
        await authentication.AdmitAsync(call, cancellationToken) is { } rejection
            ? Reject(call.Request, rejection)
            : null;

    /// <summary>Always succeeds: no Commerce Hub URL names an organization.</summary>
    public bool TryAuthorize(HubCall call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        rejection = null;
        return true;
    }

    /// <inheritdoc/>
    public Principal GetPrincipal(HubCall call) => call.Principal;

    /// <summary>The gateway's code for what a merchant may not use.</summary>
    public WireResponse RejectScope(HubCall call, Scopes required) => Reject(call.Request, new HubRejection(
        HttpStatusCode.Forbidden,
        [HubError.Gateway(ErrorCode.FeatureOff, null, ScopeMessages.ToMessage(required))]));

    /// <summary>
    /// Scoped by Client-Request-Id, under which the credit is stored. A retry must have the id of the first request:
    /// with another one, the money would be sent again if the first response was lost before it was stored.
    /// </summary>
    public IdempotencyScope GetIdempotencyScope(HubCall call) =>
        new(call.Principal.Organization, call.ClientRequestId);

    /// <summary>Always 400: the gateway has neither 409 nor 422 for these operations.</summary>
    public WireResponse RejectKey(HubCall call, IdempotencyKeyError problem)
    {
        var (code, message) = problem switch
        {
            IdempotencyKeyError.Malformed => (ErrorCode.FieldInvalid, IdempotencyMiddleware.Rule),
            IdempotencyKeyError.CardNumber => (ErrorCode.FieldInvalid, IdempotencyMiddleware.CardNumberRule),
            IdempotencyKeyError.UsedOtherwise => (
                ErrorCode.AlreadyExists,
                $"Another request was made with this {IdempotencyMiddleware.Header}: a new request needs a new one."),
            IdempotencyKeyError.InProgress => (
                ErrorCode.InProgress, $"The request with this {IdempotencyMiddleware.Header} is in progress."),
            _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
        };
        var rejection = HubRejection.BadRequest(HubError.Gateway(code, IdempotencyMiddleware.Header, message));
        return Reject(call.Request, rejection with { IsPassing = problem == IdempotencyKeyError.InProgress });
    }

    /// <summary>The front door's rejection: the request never reached a gateway.</summary>
    public WireResponse RejectBody(WireRequest request, BodyProblem problem)
    {
        var (status, message) = BodyProblems.Describe(problem);
        return Reject(request, new HubRejection((HttpStatusCode)status, [HubError.FrontDoor(message)]));
    }

    /// <summary>As it was sent if it is valid.</summary>
    private static string? EchoClientRequestId(WireRequest request) =>
        request.Header(HubHeaders.ClientRequestId) is { } id ? Echo.Of(id, Key.MaxLength) : null;

    /// <summary>Writes a rejection, with the trace id of the logs if there is one.</summary>
    internal WireResponse Reject(WireRequest request, HubRejection rejection)
    {
        var traceId = Activity.Current?.TraceId.ToHexString() ?? unique.NextId().ToString("N");
        var answer = HubResponses.Create(rejection, traceId, EchoClientRequestId(request));
        if (rejection.RetryAfter is { } wait) return RetryLater.After(wait, answer);
        return rejection.IsPassing ? answer.With("Retry-After", "1") : answer;
    }
}
