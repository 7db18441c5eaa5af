using System.Diagnostics.CodeAnalysis;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;

namespace Payments.Dialects.Wire;

/// <summary>
/// An endpoint of one of the three APIs, with its authentication and authorization. Each request passes through in
/// this order: its headers are checked, if a body follows; its sender is authenticated and authorized; then its
/// <c>Idempotency-Key</c> is checked (<see cref="IdempotencyMiddleware"/>); then the operation gets the call.
/// </summary>
/// <typeparam name="TCall">A request with its authenticated sender, as the API's operations take it.</typeparam>
public interface IEndpoint<TCall> where TCall : class
{
    /// <summary>The API.</summary>
    IDialect Dialect { get; }

    /// <summary>
    /// The rejection that a request's headers alone call for, before its body is received: a stranger's body costs
    /// nothing. Null if the headers are in order, or if only the body shows whether the credentials are valid.
    /// </summary>
    /// <param name="head">The request without its body.</param>
    ValueTask<WireResponse?> RejectHeadAsync(WireRequest head, CancellationToken cancellationToken);

    /// <summary>
    /// Verifies a request's credentials; rejects with 401 or 400 if they are not valid. It may read storage.
    /// </summary>
    ValueTask<Authentication<TCall>> AuthenticateAsync(WireRequest request, CancellationToken cancellationToken);

    /// <summary>The rejection, with 429, of a call above its organization's rate; null if it is within.</summary>
    ValueTask<WireResponse?> LimitRateAsync(TCall call, CancellationToken cancellationToken);

    /// <summary>Whether an authenticated sender may use this endpoint; false with the response.</summary>
    bool TryAuthorize(TCall call, [NotNullWhen(false)] out WireResponse? rejection);

    /// <summary>The sender of a call.</summary>
    Principal GetPrincipal(TCall call);

    /// <summary>The response, 403, to a call whose sender lacks a required scope.</summary>
    WireResponse RejectScope(TCall call, Scopes required);

    /// <summary>The scope in which a call's idempotency key is unique.</summary>
    IdempotencyScope GetIdempotencyScope(TCall call);

    /// <summary>The response to a call rejected because of its idempotency key.</summary>
    WireResponse RejectKey(TCall call, IdempotencyKeyError problem);
}

/// <summary>Messages about missing scopes, the same in all APIs.</summary>
internal static class ScopeMessages
{
    public static string ToMessage(Scopes required) =>
        $"The credential needs the scope {required.ToString().ToLowerInvariant()}.";
}

/// <summary>Passes requests on to operations.</summary>
public static class Endpoints
{
    /// <summary>
    /// The operation's response to a request without an idempotency key, or its authentication or authorization error.
    /// </summary>
    public static async Task<WireResponse> AnswerAsync<TCall>(
        this IEndpoint<TCall> endpoint,
        WireRequest request,
        Func<TCall, CancellationToken, Task<WireResponse>> operation,
        CancellationToken cancellationToken)
        where TCall : class
    {
        var authentication = await endpoint.AdmitAsync(request, cancellationToken);
        if (!authentication.TryGetCall(out var call, out var rejection)) return rejection;
        return endpoint.TryAuthorize(call, out rejection)
            ? await endpoint.ExecuteAsync(call, operation, cancellationToken)
            : rejection;
    }

    /// <summary>Executes an authorized call's operation. What it changes is recorded as its sender's doing.</summary>
    internal static Task<WireResponse> ExecuteAsync<TCall>(
        this IEndpoint<TCall> endpoint,
        TCall call,
        Func<TCall, CancellationToken, Task<WireResponse>> operation,
        CancellationToken cancellationToken)
        where TCall : class =>
        ActingCaller.RunAsync(endpoint.GetPrincipal(call).Credential, () => operation(call, cancellationToken));

    /// <summary>
    /// For APIs whose headers prove the sender: the rejection if they don't. If they do, the call is remembered: once
    /// its body is there, its sender is not verified a second time.
    /// </summary>
    internal static async ValueTask<WireResponse?> RejectUnauthenticatedAsync<TCall>(
        this IEndpoint<TCall> endpoint, WireRequest head, Action<TCall> remember, CancellationToken cancellationToken)
        where TCall : class
    {
        var authentication = await endpoint.AuthenticateAsync(head, cancellationToken);
        if (!authentication.TryGetCall(out var call, out var rejection)) return rejection;
        remember(call);
        return null;
    }

    /// <summary>Authenticates a request's sender, and counts the request against its organization's rate.</summary>
    internal static async ValueTask<Authentication<TCall>> AdmitAsync<TCall>(
        this IEndpoint<TCall> endpoint, WireRequest request, CancellationToken cancellationToken)
        where TCall : class
    {
        var authentication = await endpoint.AuthenticateAsync(request, cancellationToken);
        return authentication.TryGetCall(out var call, out _)
            && await endpoint.LimitRateAsync(call, cancellationToken) is { } tooMany
            ? tooMany
            : authentication;
    }
}
