using System.Diagnostics.CodeAnalysis;
using Payments.Handlers.Ports;

namespace Payments.Dialects.Wire;

/// <summary>
/// An endpoint that requires scopes of its senders, after its own rules: a sender who addresses another
/// organization gets the 404 of an unknown one, whatever the scopes.
/// </summary>
/// <param name="inner">The endpoint without the scopes.</param>
/// <param name="required">All of them are required.</param>
public sealed class ScopedEndpoint<TCall>(IEndpoint<TCall> inner, Scopes required) : IEndpoint<TCall>
    where TCall : class
{
    /// <inheritdoc/>
    public IDialect Dialect => inner.Dialect;

    /// <inheritdoc/>
    public ValueTask<Authentication<TCall>> AuthenticateAsync(
        WireRequest request, CancellationToken cancellationToken) =>
        inner.AuthenticateAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WireResponse?> RejectHeadAsync(WireRequest head, CancellationToken cancellationToken) =>
        inner.RejectHeadAsync(head, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WireResponse?> LimitRateAsync(TCall call, CancellationToken cancellationToken) =>
        inner.LimitRateAsync(call, cancellationToken);

    /// <summary>False with the endpoint's own rejection, or with 403 if a scope is missing.</summary>
    public bool TryAuthorize(TCall call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        if (!inner.TryAuthorize(call, out rejection)) return false;
        rejection = inner.GetPrincipal(call).Has(required) ? null : inner.RejectScope(call, required);
        return rejection is null;
    }

    /// <inheritdoc/>
    public Principal GetPrincipal(TCall call) => inner.GetPrincipal(call);

    /// <inheritdoc/>
    public WireResponse RejectScope(TCall call, Scopes required) => inner.RejectScope(call, required);

    /// <inheritdoc/>
    public IdempotencyScope GetIdempotencyScope(TCall call) => inner.GetIdempotencyScope(call);

    /// <inheritdoc/>
    public WireResponse RejectKey(TCall call, IdempotencyKeyError problem) => inner.RejectKey(call, problem);
}
