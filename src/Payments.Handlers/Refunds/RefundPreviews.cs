using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Handlers.Refunds;

/// <summary>
/// Shows what a refund would become, without storing anything: a request decided and allocated on the ledger as it is
/// now. Limits that count what was accepted today are left out.
/// </summary>
public sealed class RefundPreviews(
    RefundSelections selections,
    LedgerReader ledgers,
    RefundViews views,
    IOrganizations organizations,
    IIdSource unique,
    TimeProvider time)
{
    /// <summary>
    /// The refund as each of the policies would allocate it, in their order; or the rejection that it would get.
    /// </summary>
    /// <param name="organization">The organization.</param>
    /// <param name="request">The request.</param>
    /// <param name="policies">The policies; the organization's alone if there are none.</param>
    /// <param name="known">The ledger of what the request names, if it was read since the request came.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Answer<IReadOnlyList<RefundView>>> PreviewAsync(
        OrganizationId organization,
        RefundRequest request,
        ImmutableArray<AllocationPolicy> policies,
        LoadedLedger? known,
        CancellationToken cancellationToken)
    {
        var (selection, unknown) = await selections.FindAsync(organization, request, cancellationToken);
        if (selection is null) return new Answer<IReadOnlyList<RefundView>>.Rejected(unknown!);

        var address = new LedgerAddress(organization, selection.Ledger);
        var head = (known ?? await ledgers.LoadAsync(address, [], cancellationToken)).Head;
        if (policies.IsEmpty) policies = [(await organizations.GetAsync(organization, cancellationToken)).Policy];
        var id = Id<Refund>.New(selection.Ledger, unique.NextId());
        var at = time.GetUtcNow();
        var refunds = new List<Refund>();
        foreach (var policy in policies)
        {
            switch (RefundPreview.Decide(head, selection.ToCommand(id, request, policy, at)))
            {
                case Decision<Refund>.Rejected { Rejection: var rejection }:
                    return new Answer<IReadOnlyList<RefundView>>.Rejected(rejection);
                case Decision<Refund>.Accepted { Result: var refund }:
                    refunds.Add(refund);
                    break;
                case var other:
                    throw new InvalidOperationException($"No such decision on a preview: {other}.");
            }
        }

        return new Answer<IReadOnlyList<RefundView>>.Accepted(
            await views.LoadAsync(address, refunds, cancellationToken), Outcome.Unchanged);
    }
}
