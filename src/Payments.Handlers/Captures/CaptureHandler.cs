using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Captures;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Captures;

/// <summary>
/// Captures: a pending capture is stored, then the processor is called, then its outcome is stored. A crash in between
/// leaves a pending capture, which a message, enqueued before it, concludes.
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
    /// When to check that a capture's own request has concluded it: well after any request has ended.
    /// </summary>
    private static readonly TimeSpan ConfirmAfter = AcceptanceLimits.MaxDuration;

    /// <summary>The capture, succeeded, or pending if the processor's outcome is unknown; or a rejection.</summary>
    public Task<Answer<Capture>> CaptureAsync(
        OrganizationId organization, CaptureRequest request, CancellationToken cancellationToken) =>
        CaptureAsync(organization, request, known: null, cancellationToken);

    /// <summary>The same, if the ledger may have been read already.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="request">The request.</param>
    /// <param name="known">
    /// The authorization's ledger, with the authorization, if it was read since the request came.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Answer<Capture>> CaptureAsync(
        OrganizationId organization,
        CaptureRequest request,
        LoadedLedger? known,
        CancellationToken cancellationToken)
    {
        var named = await names.ResolveAsync<Authorization>(organization, request.Authorization, cancellationToken);
        if (named is not { } from) return new Answer<Capture>.Rejected(Unknown(request));

        var address = new LedgerAddress(organization, from.Ledger);
        var (answer, committed) = await acceptor.AcceptAsync(
            new AcceptRequest<Capture>
            {
                Address = address,
                Key = request.Key,
                Fingerprint = Fingerprint.Compute(request.ListParts(from)),
                NewId = Id<Capture>.New(from.Ledger, unique.NextId()),
                Reads = [RecordKey.For(from)],
                Known = known,
                Decide = (loaded, id) => Task.FromResult(Decide(loaded, from, request, id)),
                Work = id => (new ConfirmCapture(address, id), ConfirmAfter),
            },
            cancellationToken);
        if (answer is not Answer<Capture>.Accepted accepted) return answer;
        var concluded = await confirmation.ConcludeAsync(address, accepted.Result, committed, cancellationToken);
        return Conclude(concluded, accepted.Outcome);
    }

    /// <summary>A capture by key or id; null if this organization has none with it.</summary>
    public Task<Capture?> FindAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        reader.FindAsync<Capture>(organization, keyOrId, cancellationToken);

    private Decision<Capture> Decide(
        LoadedLedger loaded, Id<Authorization> from, CaptureRequest request, Id<Capture> id)
    {
        if (loaded.Head is null || loaded.Find(from) is not { } authorization)
            return new Decision<Capture>.Rejected(Unknown(request));
        return CaptureDecisions.Begin(loaded.Head, authorization, new TakeCapture(id, request, time.GetUtcNow()));
    }

    private static Rejection Unknown(CaptureRequest request) => new(
        RejectionReason.UnknownAuthorization, $"There is no authorization {request.Authorization}.");

    private static Answer<Capture> Conclude(Capture capture, Outcome outcome) => capture.Decline is { } decline
        ? new Answer<Capture>.Rejected(new Rejection(RejectionReason.Declined, decline.Message, decline))
        : new Answer<Capture>.Accepted(capture, outcome);
}
