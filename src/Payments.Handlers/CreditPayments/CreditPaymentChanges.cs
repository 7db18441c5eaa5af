using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>How a credit payment is put under a key, and taken away.</summary>
public sealed partial class CreditPayments
{
    /// <summary>
    /// How often a key whose credit payment others make and remove at the same moment is looked at again.
    /// </summary>
    private const int MaximumRaces = 5;

    /// <summary>
    /// The credit payment with that key, made now or as the request has it from now on (<c>Replayed</c>: there was
    /// one); or a no; null for an id that this organization does not have.
    /// </summary>
    public async Task<Answer<CreditPayment>?> PutAsync(
        OrganizationId organization, string keyOrId, CreditPaymentRequest request, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaximumRaces; race++)
        {
            if (await names.ResolveAsync<CreditPayment>(organization, keyOrId, cancellationToken) is { } id
                && await ReplaceAsync(organization, id, request, cancellationToken) is { } replaced)
            {
                return replaced;
            }

            if (Id<CreditPayment>.TryParse(keyOrId, out _)) return null;
            var made = await RecordAsync(organization, request with { Key = new Key(keyOrId) }, cancellationToken);
            if (made is not Answer<CreditPayment>.Refused { Refusal.Reason: RefusalReason.KeyUsedOtherwise })
                return made;
        }

        return Answer<CreditPayment>.No(
            RefusalReason.KeyInProgress, $"Other requests with the key {keyOrId} are under way.");
    }

    /// <summary>
    /// Whether there was a credit payment to take off its order. Its key may be used again at once, for another.
    /// </summary>
    public async Task<bool> RemoveAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken)
    {
        if (await FindAsync(organization, keyOrId, cancellationToken) is not { } payment) return false;
        return await keys.FreeingAsync(
            KeyName.Of<CreditPayment>(organization, payment.Key),
            payment.Id.ToString(),
            () => RemoveAsync(organization, payment.Id, cancellationToken),
            cancellationToken);
    }

    /// <summary>Null where there is no such credit payment (any more).</summary>
    private async Task<Answer<CreditPayment>?> ReplaceAsync(
        OrganizationId organization,
        Id<CreditPayment> id,
        CreditPaymentRequest request,
        CancellationToken cancellationToken)
    {
        var decision = await writer.WriteAsync<CreditPayment?>(
            new LedgerAddress(organization, id.Ledger),
            [RecordKey.Of(id)],
            loaded =>
            {
                if (loaded.Find(id) is not { } stored) return new Decision<CreditPayment?>.Unchanged(null);
                return CreditPaymentDecisions.Replace(loaded.Balances, stored, CommandOf(request, id))!;
            },
            cancellationToken);
        return decision switch
        {
            Decision<CreditPayment?>.Accepted accepted =>
                new Answer<CreditPayment>.Accepted(accepted.Result!, Replayed: true),
            Decision<CreditPayment?>.Unchanged { Result: { } same } =>
                new Answer<CreditPayment>.Accepted(same, Replayed: true),
            Decision<CreditPayment?>.Refused refused => new Answer<CreditPayment>.Refused(refused.Refusal),
            _ => null,
        };
    }

    private async Task<bool> RemoveAsync(
        OrganizationId organization, Id<CreditPayment> id, CancellationToken cancellationToken)
    {
        // A try that finds it gone after another try took it away: that one's commit took effect, its answer was lost.
        var found = false;
        await writer.WriteAsync(
            new LedgerAddress(organization, id.Ledger),
            [RecordKey.Of(id)],
            loaded =>
            {
                if (loaded.Find(id) is not { } stored) return new Decision<bool>.Unchanged(found);
                found = true;
                return Decision<bool>.Yes(
                    true, CreditPaymentDecisions.Remove(loaded.Head!, stored, time.GetUtcNow()));
            },
            cancellationToken);
        return found;
    }
}
