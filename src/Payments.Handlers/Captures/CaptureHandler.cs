using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Captures;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Captures;

/// <summary>A request to take money from an authorization.</summary>
/// <param name="Key">The caller's key; null for none.</param>
/// <param name="Authorization">The authorization's id or key.</param>
/// <param name="Amount">How much; null for all that is left.</param>
/// <param name="Currency">The caller's word for the currency; null for the authorization's.</param>
/// <param name="Attributes">The caller's own pairs.</param>
public sealed record CaptureRequest(
    Key? Key, string Authorization, Money? Amount, Currency? Currency, ImmutableDictionary<string, string> Attributes);

/// <summary>
/// Takes captures: first a pending one is stored, then the processor is asked, then its word is stored. A crash in
/// between leaves a pending capture, which a message, enqueued before it, brings to its end.
/// </summary>
public sealed class CaptureHandler(
    RequestAcceptor acceptor,
    CaptureConfirmation confirmation,
    LedgerReader reader,
    ResourceKeys names,
    IIdSource unique,
    TimeProvider time)
{
    /// <summary>
    /// When to look whether a capture's own request has brought it to its end: well past any request's life.
    /// </summary>
    private static readonly TimeSpan ConfirmAfter = AcceptanceLimits.MaxDuration;

    /// <summary>The capture, succeeded or (where the processor does not say) pending; or a no.</summary>
    public async Task<Answer<Capture>> CaptureAsync(
        OrganizationId organization, CaptureRequest request, CancellationToken cancellationToken)
    {
        var named = await names.ResolveAsync<Authorization>(organization, request.Authorization, cancellationToken);
        if (named is not { } from) return new Answer<Capture>.Rejected(Unknown(request));

        var address = new LedgerAddress(organization, from.Ledger);
        var answer = await acceptor.AcceptAsync(
            new AcceptRequest<Capture>
            {
                Address = address,
                Key = request.Key,
                Fingerprint = Fingerprint.Compute(from, request.Amount, request.Currency, request.Attributes),
                NewId = Id<Capture>.New(from.Ledger, unique.NextId()),
                Reads = [RecordKey.For(from)],
                Decide = (loaded, id) => Task.FromResult(Decide(loaded, from, request, id)),
                Work = id => (new ConfirmCapture(address, id), ConfirmAfter),
            },
            cancellationToken);
        if (answer is not Answer<Capture>.Accepted accepted) return answer;
        var concluded = await confirmation.ConcludeAsync(address, accepted.Result, cancellationToken);
        return Conclude(concluded, accepted.Outcome);
    }

    /// <summary>A capture by key or id; null for one that this organization does not have.</summary>
    public Task<Capture?> FindAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        reader.FindAsync<Capture>(organization, keyOrId, cancellationToken);

    private Decision<Capture> Decide(
        LoadedLedger loaded, Id<Authorization> from, CaptureRequest request, Id<Capture> id)
    {
        if (loaded.Head is null || loaded.Find(from) is not { } authorization)
            return new Decision<Capture>.Rejected(Unknown(request));
        var command = new TakeCapture(
            id, request.Key, request.Amount, request.Currency, request.Attributes, time.GetUtcNow());
        return CaptureDecisions.Begin(loaded.Head, authorization, command);
    }

    private static Rejection Unknown(CaptureRequest request) => new(
        RejectionReason.UnknownAuthorization, $"There is no authorization {request.Authorization}.");

    private static Answer<Capture> Conclude(Capture capture, Outcome outcome) => capture.Decline is { } decline
        ? new Answer<Capture>.Rejected(new Rejection(RejectionReason.Declined, decline.Message, decline))
        : new Answer<Capture>.Accepted(capture, outcome);
}
