using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.Flow;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Ops;

/// <summary>
/// The endpoint of an organization's audit trail and its reconciliation: for its own Flow tokens, and for the operator,
/// who names the organization.
/// </summary>
/// <remarks>
/// Both kinds of tokens are sent alike, so a token that is not the operator's counts as a Flow token, and a wrong one
/// as a failed attempt at that.
/// </remarks>
public sealed class AuditEndpoint(FlowDialect flow, OpsAccess access, IOrganizations organizations)
    : IEndpoint<FlowCall>
{
    /// <summary>The query parameter that names the organization.</summary>
    internal const string Organization = "organization";

    private readonly FlowEndpoint _callers = flow.OfCallers();

    /// <inheritdoc/>
    public IDialect Dialect => flow;

    /// <summary>The same as for the whole request, which needs no body.</summary>
    public ValueTask<WireResponse?> RejectHeadAsync(WireRequest head, CancellationToken cancellationToken) =>
        this.RejectUnauthenticatedAsync(head, _ => { }, cancellationToken);

    /// <summary>Rejects with 401 if the token is missing or unknown, with 429 after too many unknown ones.</summary>
    public async ValueTask<Authentication<FlowCall>> AuthenticateAsync(
        WireRequest request, CancellationToken cancellationToken)
    {
        if (!access.IsOperator(request)) return await _callers.AuthenticateAsync(request, cancellationToken);
        if (await access.RejectAsync(request) is { } rejection) return rejection;
        if (ReadNames(request) is not [var named])
        {
            var message = $"{Organization} is required, and may be given only once.";
            return FlowJson.Answer(422, new GenericError(GenericError.Generic, [message]));
        }

        if (!OrganizationId.TryFrom(named, out var id)
            || await organizations.FindAsync(id, cancellationToken) is not { } organization)
            return FlowResponses.NotFound;
        return new FlowCall(request, new Principal(organization, OpsAccess.Operator, Scopes.Ops));
    }

    /// <summary>The operator's requests use up no organization's rate.</summary>
    public async ValueTask<WireResponse?> LimitRateAsync(FlowCall call, CancellationToken cancellationToken) =>
        call.Principal.Credential == OpsAccess.Operator ? null : await _callers.LimitRateAsync(call, cancellationToken);

    /// <summary>False with 404 if another organization is named than the caller's, whether it exists or not.</summary>
    public bool TryAuthorize(FlowCall call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        var isOwn = ReadNames(call.Request).All(named => named == call.Organization.Value);
        rejection = isOwn ? null : FlowResponses.NotFound;
        return isOwn;
    }

    /// <inheritdoc/>
    public Principal GetPrincipal(FlowCall call) => call.Principal;

    /// <inheritdoc/>
    public WireResponse RejectScope(FlowCall call, Scopes required) => _callers.RejectScope(call, required);

    /// <inheritdoc/>
    public IdempotencyScope GetIdempotencyScope(FlowCall call) => _callers.GetIdempotencyScope(call);

    /// <inheritdoc/>
    public WireResponse RejectKey(FlowCall call, IdempotencyKeyError problem) => _callers.RejectKey(call, problem);

    private static IReadOnlyList<string> ReadNames(WireRequest request) =>
        FlowQuery.Parse(request).All(Organization);
}
