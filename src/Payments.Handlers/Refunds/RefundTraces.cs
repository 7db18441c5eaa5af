using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Refunds;

/// <summary>Why a refund was allocated as it was.</summary>
/// <param name="View">The refund, with the captures that its allocations name.</param>
/// <param name="OutcomeUnknown">Whether an outcome is still unknown after several inquiries.</param>
public sealed record RefundTrace(RefundView View, bool OutcomeUnknown)
{
    /// <summary>The idempotency key of an allocation at the processor.</summary>
    public string OperationKey(Allocation allocation) => RefundOperations.OperationKey(View.Refund.Id, allocation);
}

/// <summary>Finds refunds with the explanation of their allocations.</summary>
public sealed class RefundTraces(LedgerReader reader, ResourceKeys names, RefundViews views)
{
    /// <summary>A refund's trace, by key or id; null if this organization has no such refund.</summary>
    public async Task<RefundTrace?> FindAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        await names.ResolveAsync<Refund>(organization, keyOrId, cancellationToken) is { } id
            ? await TraceAsync(organization, id, cancellationToken)
            : null;

    /// <summary>Whether the processor has responded, if only by accepting the part.</summary>
    private static bool IsAnswered(Allocation part) => part.Outcome is not AllocationOutcome.Pending;

    /// <summary>A refund's trace; null if this organization does not have the refund.</summary>
    public async Task<RefundTrace?> TraceAsync(
        OrganizationId organization, Id<Refund> id, CancellationToken cancellationToken)
    {
        var address = new LedgerAddress(organization, id.Ledger);
        var loaded = await reader.LoadAsync(address, [RecordKey.For(id)], cancellationToken);
        if (loaded.Find(id) is not { } refund) return null;
        var view = (await views.LoadAsync(address, [refund], cancellationToken))[0];
        var isUnknown = loaded.Balances.UnknownOutcomes.Contains(RecordKey.For(id))
            && !(refund.Allocations.Any(part => part.IsOpen) && refund.Allocations.All(IsAnswered));
        return new RefundTrace(view, isUnknown);
    }
}
