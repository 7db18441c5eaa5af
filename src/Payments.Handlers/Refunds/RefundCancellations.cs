using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Handlers.Refunds;

/// <summary>
/// Cancels refunds. A worker may be executing the same refund at that moment: both change the same record, so the store
/// lets only one of them commit, and the other then sees what that one did.
/// </summary>
public sealed class RefundCancellations(RequestWriter writer, ResourceKeys names, TimeProvider time)
{
    /// <summary>
    /// The refund, canceled now or before, or a rejection; null if this organization does not have it.
    /// </summary>
    public async Task<Answer<Refund>?> CancelAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken)
    {
        if (await names.ResolveAsync<Refund>(organization, keyOrId, cancellationToken) is not { } id) return null;
        var written = await writer.WriteAsync(
            new LedgerAddress(organization, id.Ledger),
            [RecordKey.For(id)],
            loaded => loaded.Find(id) is { } refund
                ? RefundCancellation.Decide(loaded.Balances, refund, time.GetUtcNow())
                : Decision<Refund>.Reject(RejectionReason.UnknownResource, $"There is no refund {id}."),
            cancellationToken);
        return written.Ledger.Find(id) is null ? null : written.ToAnswer(Outcome.Updated);
    }
}
