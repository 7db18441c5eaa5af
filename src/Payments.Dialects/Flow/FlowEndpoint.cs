using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Flow;

/// <summary>An authenticated request to the Flow API.</summary>
/// <param name="Request">The request as sent.</param>
/// <param name="Principal">The sender.</param>
public sealed record FlowCall(WireRequest Request, Principal Principal)
{
    /// <summary>The organization of the sender's token.</summary>
    public OrganizationId Organization => Principal.Organization.Id;
}

/// <summary>An endpoint of the Flow API.</summary>
public sealed class FlowEndpoint : IEndpoint<FlowCall>
{
    private readonly FlowAuthentication _callers;
    private readonly string? _organization;
    private readonly FlowErrorModel _errors;
    private FlowCall? _head;

    internal FlowEndpoint(FlowDialect dialect, FlowAuthentication callers, string? organization, FlowErrorModel errors)
    {
        Dialect = dialect;
        _callers = callers;
        _organization = organization;
        _errors = errors;
    }

    /// <inheritdoc/>
    public IDialect Dialect { get; }

    /// <inheritdoc/>
    public ValueTask<WireResponse?> RejectHeadAsync(WireRequest head, CancellationToken cancellationToken) =>
        this.RejectUnauthenticatedAsync(head, call => _head = call, cancellationToken);

    /// <summary>Rejects with 401 if the token is missing or unknown, with 429 after too many unknown ones.</summary>
    public async ValueTask<Authentication<FlowCall>> AuthenticateAsync(
        WireRequest request, CancellationToken cancellationToken)
    {
        if (_head is { } head && head.Request.HasHeadersOf(request)) return head with { Request = request };
        var (principal, wait) = await _callers.IdentifyAsync(request, cancellationToken);
        if (principal is not null) return new FlowCall(request, principal);
        if (wait is { } time) return _errors.ForTooMany(RetryLater.TooManyFailures, time);
        return WireResponse.Empty(401).With("WWW-Authenticate", "Basic realm=\"payments\"");
    }

    /// <inheritdoc/>
    public async ValueTask<WireResponse?> LimitRateAsync(FlowCall call, CancellationToken cancellationToken) =>
        await _callers.AdmitAsync(call.Principal, cancellationToken) is { } wait
            ? _errors.ForTooMany(RetryLater.TooManyRequests, wait)
            : null;

    /// <summary>
    /// False with 404 if the address names another organization than the token's, whether it exists or not.
    /// </summary>
    public bool TryAuthorize(FlowCall call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        rejection = _organization is null || _organization == call.Organization.Value ? null : FlowResponses.NotFound;
        return rejection is null;
    }

    /// <inheritdoc/>
    public Principal GetPrincipal(FlowCall call) => call.Principal;

    /// <inheritdoc/>
    public WireResponse RejectScope(FlowCall call, Scopes required) => FlowJson.Answer(
        403, new GenericError(GenericError.ClientError, [ScopeMessages.ToMessage(required)]));

    /// <inheritdoc/>
    public IdempotencyScope GetIdempotencyScope(FlowCall call) =>
        new(call.Principal.Organization, RequestId: "");

    /// <inheritdoc/>
    public WireResponse RejectKey(FlowCall call, IdempotencyKeyError problem) => _errors.For(problem);
}
