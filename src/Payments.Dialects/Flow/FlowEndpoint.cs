using System.Diagnostics.CodeAnalysis;
using System.Text;
using Payments.Dialects.Wire;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Flow;

/// <summary>An authenticated request to the Flow API.</summary>
/// <param name="Request">The request as sent.</param>
/// <param name="Organization">The organization of the sender's token.</param>
public sealed record FlowCall(WireRequest Request, OrganizationId Organization);

/// <summary>An endpoint of the Flow API.</summary>
public sealed class FlowEndpoint : IEndpoint<FlowCall>
{
    private readonly FlowAuthentication _callers;
    private readonly string? _organization;
    private readonly FlowErrorModel _errors;

    internal FlowEndpoint(FlowDialect dialect, FlowAuthentication callers, string? organization, FlowErrorModel errors)
    {
        Dialect = dialect;
        _callers = callers;
        _organization = organization;
        _errors = errors;
    }

    /// <inheritdoc/>
    public IDialect Dialect { get; }

    /// <summary>False with 401 if the token is missing or unknown.</summary>
    public bool TryAuthenticate(
        WireRequest request,
        [NotNullWhen(true)] out FlowCall? call,
        [NotNullWhen(false)] out WireResponse? rejection)
    {
        if (_callers.TryIdentify(request, out var organization))
        {
            (call, rejection) = (new FlowCall(request, organization), null);
            return true;
        }

        call = null;
        rejection = WireResponse.Empty(401).With("WWW-Authenticate", "Basic realm=\"payments\"");
        return false;
    }

    /// <summary>
    /// False with 404 if the address names another organization than the token's, whether it exists or not.
    /// </summary>
    public bool TryAuthorize(FlowCall call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        rejection = _organization is null || _organization == call.Organization.Value ? null : FlowResponses.NotFound;
        return rejection is null;
    }

    /// <inheritdoc/>
    public IdempotencyScope GetIdempotencyScope(FlowCall call) =>
        new(call.Organization, "", Encoding.UTF8.GetBytes(call.Request.Header(FlowAuthentication.Header)!));

    /// <inheritdoc/>
    public WireResponse RejectKey(FlowCall call, IdempotencyKeyError problem) => _errors.For(problem);
}
