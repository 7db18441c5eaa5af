using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;

namespace Payments.Dialects.OrderCloud;

/// <summary>An authenticated request about an order.</summary>
/// <param name="Request">As it was sent.</param>
/// <param name="Caller">The token's owner.</param>
/// <param name="Direction">As in the address, not yet validated.</param>
/// <param name="OrderId">As in the address, not yet validated.</param>
public sealed record OrderCloudCall(WireRequest Request, Caller Caller, string Direction, string OrderId);

/// <summary>An address below <c>/v1/orders/{direction}/{orderID}</c>.</summary>
public sealed class OrderCloudEndpoint : IEndpoint<OrderCloudCall>
{
    private readonly OrderCloudDialect _dialect;
    private readonly OrderCloudAuthentication _callers;
    private readonly string _direction;
    private readonly string _orderId;
    private readonly ImmutableArray<string> _sufficient;
    private OrderCloudCall? _head;

    internal OrderCloudEndpoint(
        OrderCloudDialect dialect,
        OrderCloudAuthentication callers,
        string direction,
        string orderId,
        ImmutableArray<string> sufficient)
    {
        _dialect = dialect;
        _callers = callers;
        _direction = direction;
        _orderId = orderId;
        _sufficient = sufficient;
    }

    /// <inheritdoc/>
    public IDialect Dialect => _dialect;

    /// <inheritdoc/>
    public ValueTask<WireResponse?> RejectHeadAsync(WireRequest head, CancellationToken cancellationToken) =>
        this.RejectUnauthenticatedAsync(head, call => _head = call, cancellationToken);

    /// <summary>Rejects with 401 if there is no valid token, with 429 after too many forged ones.</summary>
    public async ValueTask<Authentication<OrderCloudCall>> AuthenticateAsync(
        WireRequest request, CancellationToken cancellationToken)
    {
        if (_head is { } head && head.Request.HasHeadersOf(request)) return head with { Request = request };
        var (caller, wait) = await _callers.IdentifyAsync(request, cancellationToken);
        if (caller is not null) return new OrderCloudCall(request, caller, _direction, _orderId);
        if (wait is { } time) return OrderCloudResponses.TooMany(RetryLater.TooManyFailures, time);
        return OrderCloudResponses
            .Error(401, ErrorCodes.InvalidToken, "Access token is invalid or expired.")
            .With("WWW-Authenticate", "Bearer");
    }

    /// <inheritdoc/>
    public async ValueTask<WireResponse?> LimitRateAsync(OrderCloudCall call, CancellationToken cancellationToken) =>
        await _callers.AdmitAsync(call.Caller, cancellationToken) is { } wait
            ? OrderCloudResponses.TooMany(RetryLater.TooManyRequests, wait)
            : null;

    /// <summary>False with 403 if the caller has none of the sufficient roles.</summary>
    public bool TryAuthorize(OrderCloudCall call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        rejection = call.Caller.HasAny(_sufficient)
            ? null
            : OrderCloudResponses.Error(
                403,
                ErrorCodes.InsufficientRoles,
                $"One of these roles is required: {string.Join(", ", _sufficient)}.",
                new MissingRoles(_sufficient, call.Caller.Roles));
        return rejection is null;
    }

    /// <inheritdoc/>
    public Principal GetPrincipal(OrderCloudCall call) => call.Caller.Principal;

    /// <inheritdoc/>
    public WireResponse RejectScope(OrderCloudCall call, Scopes required) =>
        OrderCloudResponses.MissingScope(required);

    /// <inheritdoc/>
    public IdempotencyScope GetIdempotencyScope(OrderCloudCall call) =>
        new(call.Caller.Principal.Organization, RequestId: "");

    /// <inheritdoc/>
    public WireResponse RejectKey(OrderCloudCall call, IdempotencyKeyError problem) =>
        OrderCloudDialect.RejectKey(problem);
}
