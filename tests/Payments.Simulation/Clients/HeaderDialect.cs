using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Simulation.Clients;

/// <summary>
/// A minimal dialect for a use case's response under an <c>Idempotency-Key</c>: 201 with what was created, 422 with the
/// reason, 409 for a request in progress.
/// </summary>
internal sealed class HeaderDialect(OrganizationId organization) : IDialect, IEndpoint<WireRequest>
{
    /// <summary>A request with a text as its body.</summary>
    public static WireRequest Request(Key key, string what) => new(
        "POST",
        new Uri("https://payments.example/"),
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
            .Add(IdempotencyMiddleware.Header, key.Value),
        Encoding.UTF8.GetBytes(what));

    public WireResponse Fault(int status, string traceId) => WireResponse.Empty(status);

    public IDialect Dialect => this;

    public ValueTask<Authentication<WireRequest>> AuthenticateAsync(
        WireRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Authentication<WireRequest>>(request);

    public ValueTask<WireResponse?> RejectHeadAsync(WireRequest head, CancellationToken cancellationToken) =>
        ValueTask.FromResult<WireResponse?>(null);

    public ValueTask<WireResponse?> LimitRateAsync(WireRequest call, CancellationToken cancellationToken) =>
        ValueTask.FromResult<WireResponse?>(null);

    public bool TryAuthorize(WireRequest call, [NotNullWhen(false)] out WireResponse? rejection)
    {
        rejection = null;
        return true;
    }

    public Principal GetPrincipal(WireRequest call) =>
        new(Organization, CredentialId.From("flow/simulation"), Scopes.All);

    public WireResponse RejectScope(WireRequest call, Scopes required) => Answer(403, "");

    public IdempotencyScope GetIdempotencyScope(WireRequest call) => new(Organization, RequestId: "");

    public WireResponse RejectKey(WireRequest call, IdempotencyKeyError problem) =>
        problem == IdempotencyKeyError.InProgress
        ? Answer(409, $"{IdempotencyMiddleware.Header} {problem}").With("Retry-After", "1")
        : Answer(422, $"{RejectionReason.KeyUsedOtherwise} {IdempotencyMiddleware.Header} {problem}");

    public WireResponse RejectBody(WireRequest request, BodyProblem problem) =>
        throw new InvalidOperationException("A storefront's bodies come whole.");

    /// <summary>A use case's reply as a response.</summary>
    public static WireResponse Write(Reply reply) => reply switch
    {
        { Rejection.Reason: RejectionReason.KeyInProgress } => Answer(409, "").With("Retry-After", "1"),
        { Rejection: { } rejection } => Answer(422, $"{rejection.Reason} {rejection.Message}"),
        { Record: { } made } => Answer(201, $"{reply.Address.Ledger} {made.RecordKey}"),
        _ => throw new ArgumentException($"It says nothing: {reply}.", nameof(reply)),
    };

    /// <summary>A response as the reply that the storefront reads.</summary>
    public Reply Read(WireResponse answer)
    {
        var words = Encoding.UTF8.GetString(answer.Body.Span).Split(' ', 2);
        return answer.Status switch
        {
            201 => new Reply(
                null, new LedgerAddress(organization, LedgerId.Parse(words[0])), new Named(new RecordKey(words[1]))),
            409 => No(RejectionReason.KeyInProgress, words),
            _ => No(Enum.Parse<RejectionReason>(words[0]), words),
        };
    }

    private Organization Organization => new(
        organization, AllocationPolicy.FewestCaptures, Organization.DefaultAuthorizationLifetime)
    {
        FingerprintKey = new byte[32],
    };

    private Reply No(RejectionReason reason, string[] words) =>
        new(new Rejection(reason, words[^1]), new LedgerAddress(organization, default), null);

    private static WireResponse Answer(int status, string body) =>
        WireResponse.Empty(status) with { Body = Encoding.UTF8.GetBytes(body) };
}
