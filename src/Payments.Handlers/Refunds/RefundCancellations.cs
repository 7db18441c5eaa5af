using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>
/// Calls refunds off. A worker may take up the same refund at the same moment: both change the same record, so that the
/// store lets one of them through, and the other sees what that one did.
/// </summary>
public sealed class RefundCancellations(LedgerWriter writer, ResourceNames names, TimeProvider time)
{
    /// <summary>
    /// The refund, canceled now or before (<c>Replayed</c>), or a no; null for one that this organization does not
    /// have.
    /// </summary>
    public async Task<Answer<Refund>?> CancelAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken)
    {
        if (await names.ResolveAsync<Refund>(organization, keyOrId, cancellationToken) is not { } id) return null;
        var decision = await writer.WriteAsync<Refund?>(
            new LedgerAddress(organization, id.Ledger),
            [RecordKey.Of(id)],
            loaded =>
            {
                if (loaded.Find(id) is not { } refund) return new Decision<Refund?>.Unchanged(null);
                return RefundCancellation.Decide(loaded.Balances, refund, time.GetUtcNow())!;
            },
            cancellationToken);
        return decision switch
        {
            Decision<Refund?>.Accepted accepted => new Answer<Refund>.Accepted(accepted.Result!, Replayed: false),
            Decision<Refund?>.Unchanged { Result: { } before } => new Answer<Refund>.Accepted(before, Replayed: true),
            Decision<Refund?>.Refused refused => new Answer<Refund>.Refused(refused.Refusal),
            _ => null,
        };
    }
}
