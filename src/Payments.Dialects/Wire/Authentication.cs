using System.Diagnostics.CodeAnalysis;

namespace Payments.Dialects.Wire;

/// <summary>The result of an authentication: a call with its sender, or the response that rejects it.</summary>
/// <typeparam name="TCall">A request with its authenticated sender.</typeparam>
public readonly struct Authentication<TCall> where TCall : class
{
    private readonly TCall? _call;
    private readonly WireResponse? _rejection;

    private Authentication(TCall? call, WireResponse? rejection) => (_call, _rejection) = (call, rejection);

    public static implicit operator Authentication<TCall>(TCall call) => new(call, null);

    public static implicit operator Authentication<TCall>(WireResponse rejection) => new(null, rejection);

    /// <summary>The call; false with the response if the credentials are not valid.</summary>
    public bool TryGetCall([NotNullWhen(true)] out TCall? call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        if (_call is null && _rejection is null)
            throw new InvalidOperationException("This authentication has no result.");
        (call, rejection) = (_call, _rejection);
        return call is not null;
    }
}
