using System.Diagnostics.CodeAnalysis;

namespace Payments.Dialects.Wire;

/// <summary>
/// Where a request goes: an address of one of the three APIs, and how callers are let in there. Each request passes
/// through in this order: its sender is authenticated, once; then its <c>Idempotency-Key</c> is looked at
/// (<see cref="IdempotencyMiddleware"/>); then the sender is authorized, and the operation gets the call.
/// </summary>
/// <typeparam name="TCall">A request with its authenticated sender, as the API's operations take it.</typeparam>
public interface IEndpoint<TCall> where TCall : class
{
    /// <summary>The API.</summary>
    IDialect Dialect { get; }

    /// <summary>
    /// Verifies a request's credentials. False with the response, 401 or 400, for a sender who can't prove who they
    /// are.
    /// </summary>
    bool TryAuthenticate(
        WireRequest request,
        [NotNullWhen(true)] out TCall? call,
        [NotNullWhen(false)] out WireResponse? rejection);

    /// <summary>
    /// Whether an authenticated sender may use this address at all; false with the response. What only some of a
    /// sender's roles may do, the operation says itself.
    /// </summary>
    bool TryAuthorize(TCall call, [NotNullWhen(false)] out WireResponse? rejection);

    /// <summary>Whose idempotency keys a call's key is among.</summary>
    IdempotencyScope GetIdempotencyScope(TCall call);

    /// <summary>The answer to a call whose idempotency key is in the way.</summary>
    WireResponse RejectKey(TCall call, IdempotencyKeyError problem);
}

/// <summary>How a request gets to an operation.</summary>
public static class Endpoints
{
    /// <summary>The operation's response to a request without an idempotency key, or why it is not let in.</summary>
    public static Task<WireResponse> AnswerAsync<TCall>(
        this IEndpoint<TCall> endpoint, WireRequest request, Func<TCall, Task<WireResponse>> operation)
        where TCall : class =>
        endpoint.TryAuthenticate(request, out var call, out var rejection)
            ? endpoint.CarryOutAsync(call, operation)
            : Task.FromResult(rejection);

    /// <summary>The operation's response to an authenticated call, or why the caller may not use it.</summary>
    internal static Task<WireResponse> CarryOutAsync<TCall>(
        this IEndpoint<TCall> endpoint, TCall call, Func<TCall, Task<WireResponse>> operation)
        where TCall : class =>
        endpoint.TryAuthorize(call, out var rejection) ? operation(call) : Task.FromResult(rejection);
}
