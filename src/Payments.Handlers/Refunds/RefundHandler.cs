using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Handlers.Refunds;

/// <summary>
/// Accepts refunds and reads them. The queue allocates and executes them: <see cref="RefundExecution"/>.
/// </summary>
public sealed class RefundHandler(
    RequestAcceptor acceptor,
    RefundSelections selections,
    RefundTraces traces,
    IOrganizations organizations,
    DailyLimits limits,
    IIdSource unique,
    TimeProvider time)
{
    /// <summary>The refund, pending, with its amount reserved; or a rejection.</summary>
    public Task<Answer<RefundView>> RequestAsync(
        OrganizationId organization, RefundRequest request, CancellationToken cancellationToken) =>
        RequestAsync(organization, request, known: null, cancellationToken);

    /// <summary>The same, if the ledger may have been read already.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="request">The request.</param>
    /// <param name="known">The ledger of what the request names, if it was read since the request came.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Answer<RefundView>> RequestAsync(
        OrganizationId organization,
        RefundRequest request,
        LoadedLedger? known,
        CancellationToken cancellationToken)
    {
        var (selection, unknown) = await selections.FindAsync(organization, request, cancellationToken);
        if (selection is null) return new Answer<RefundView>.Rejected(unknown!);

        var address = new LedgerAddress(organization, selection.Ledger);
        var settings = await organizations.GetAsync(organization, cancellationToken);
        var claim = limits.OpenRefunds(settings);
        var (answer, _) = await acceptor.AcceptAsync(
            new AcceptRequest<Refund>
            {
                Address = address,
                Key = request.Key,
                Fingerprint = Fingerprint.Compute(request.ListParts(selection.Authorization, selection.Capture)),
                NewId = Id<Refund>.New(selection.Ledger, unique.NextId()),
                Known = known,
                Decide = (loaded, id) => LimitAsync(
                    RefundDecisions.Decide(
                        loaded.Head, selection.ToCommand(id, request, settings.Policy, time.GetUtcNow())),
                    claim,
                    cancellationToken),
                Claim = claim,
                Work = id => (new ExecuteRefund(address, id), TimeSpan.Zero),
            },
            cancellationToken);
        return answer switch
        {
            Answer<Refund>.Accepted { Outcome: Outcome.Created } accepted => new Answer<RefundView>.Accepted(
                RefundViews.ForNew(accepted.Result), Outcome.Created),
            Answer<Refund>.Accepted accepted => new Answer<RefundView>.Accepted(
                (await traces.TraceAsync(organization, accepted.Result.Id, cancellationToken))!.View, accepted.Outcome),
            Answer<Refund>.Rejected rejected => new Answer<RefundView>.Rejected(rejected.Rejection),
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };
    }

    /// <summary>A refund by key or id; null if this organization has none with it.</summary>
    public async Task<RefundView?> FindAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        (await traces.FindAsync(organization, keyOrId, cancellationToken))?.View;

    /// <summary>The decision, unless the refund is more than what is left of the day's ceiling.</summary>
    private static async Task<Decision<Refund>> LimitAsync(
        Decision<Refund> decision, DailyClaim claim, CancellationToken cancellationToken) =>
        decision is Decision<Refund>.Accepted { Result: var refund }
            && await claim.CoverAsync(refund.Requested, cancellationToken) is { } rejection
            ? new Decision<Refund>.Rejected(rejection)
            : decision;
}
