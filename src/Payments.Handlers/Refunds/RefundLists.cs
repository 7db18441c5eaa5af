using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Refunds;

/// <summary>The lists of refunds and of their versions, each refund with its captures.</summary>
public sealed class RefundLists(ResourceLists lists, ResourceVersions versions, RefundViews views)
{
    /// <summary>A page of refunds; null if too many would have to be searched.</summary>
    public async Task<IReadOnlyList<RefundView>?> ListAsync(
        OrganizationId organization, ListRequest<Refund> request, CancellationToken cancellationToken)
    {
        var found = request.RecordFilter is { } filter
            ? await lists.SearchAsync(organization, request, filter, cancellationToken)
            : await lists.ListAsync(organization, request, cancellationToken);
        if (found is null) return null;
        var byLedger = found.ToLookup(listed => listed.Address.Ledger);
        var viewed = await byLedger.Select(group => group.Key).ReadEachAsync(ledger =>
        {
            var refunds = byLedger[ledger].Select(listed => listed.Record).ToList();
            return views.LoadAsync(new LedgerAddress(organization, ledger), refunds, cancellationToken);
        });
        return InOrder(found.Select(listed => listed.Address.Ledger), viewed);
    }

    /// <summary>A page of versions.</summary>
    public async Task<IReadOnlyList<(ResourceVersion<Refund> Version, RefundView View)>> ListVersionsAsync(
        OrganizationId organization, VersionRequest request, CancellationToken cancellationToken)
    {
        var found = await versions.ListAsync<Refund>(organization, request, cancellationToken);
        var byLedger = found.ToLookup(version => version.Address.Ledger);
        var viewed = await byLedger.Select(group => group.Key).ReadEachAsync(ledger =>
        {
            var refunds = byLedger[ledger].Select(version => version.Record).ToList();
            return views.LoadAsync(new LedgerAddress(organization, ledger), refunds, cancellationToken);
        });
        return [.. found.Zip(InOrder(found.Select(version => version.Address.Ledger), viewed))];
    }

    /// <summary>Assigns the views, which are in the list's order within each ledger.</summary>
    private static List<RefundView> InOrder(
        IEnumerable<LedgerId> order, Dictionary<LedgerId, IReadOnlyList<RefundView>> views)
    {
        var next = views.ToDictionary(pair => pair.Key, pair => new Queue<RefundView>(pair.Value));
        return [.. order.Select(ledger => next[ledger].Dequeue())];
    }
}
