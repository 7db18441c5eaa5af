using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>How what a storefront has recorded is changed and taken away.</summary>
public sealed partial class StorefrontPayments
{
    /// <summary>
    /// The order's whole ledger after a payment was changed, or a no. The change is made on the payment as it stands,
    /// on each try anew; where it makes null of it, the caller has found a reason of its own against it.
    /// </summary>
    public async Task<Answer<LoadedLedger>> ChangeAsync(
        OrganizationId organization,
        OrderNumber order,
        PaymentId id,
        Func<Payment, Payment?> change,
        CancellationToken cancellationToken)
    {
        var address = LedgerAddress.Of(organization, order);
        var at = time.GetUtcNow();
        LoadedLedger? after = null;
        var decision = await writer.WriteAsync<Payment>(
            address,
            _ => ledgers.LoadWholeAsync(address, cancellationToken),
            loaded =>
            {
                var decided = Decide(loaded, id, change, at);
                after = decided is Decision<Payment>.Accepted accepted ? loaded.After(accepted.Changes) : loaded;
                return Task.FromResult(decided);
            },
            before: null,
            cancellationToken);
        return decision is Decision<Payment>.Refused refused
            ? new Answer<LoadedLedger>.Refused(refused.Refusal)
            : new Answer<LoadedLedger>.Accepted(after!, Replayed: false);
    }

    /// <summary>The payment that was taken away, or a no.</summary>
    public Task<Answer<Payment>> RemoveAsync(
        OrganizationId organization, OrderNumber order, PaymentId id, CancellationToken cancellationToken)
    {
        var command = new DeletePayment(id, time.GetUtcNow());
        return RemoveAsync(
            LedgerAddress.Of(organization, order),
            loaded => PaymentChanges.Decide(loaded.Head!, loaded.Records.Values, command),
            cancellationToken);
    }

    /// <summary>The transaction that was taken away, or a no.</summary>
    public Task<Answer<Transaction>> RemoveAsync(
        OrganizationId organization,
        OrderNumber order,
        PaymentId payment,
        TransactionId id,
        CancellationToken cancellationToken)
    {
        var command = new DeleteTransaction(payment, id, time.GetUtcNow());
        return RemoveAsync(
            LedgerAddress.Of(organization, order),
            loaded => TransactionRemoval.Decide(loaded.Head!, loaded.Records.Values, command),
            cancellationToken);
    }

    private static Decision<Payment> Decide(
        LoadedLedger loaded, PaymentId id, Func<Payment, Payment?> change, DateTimeOffset at)
    {
        if (loaded.Head?.Order is null)
            return Decision<Payment>.No(RefusalReason.UnknownOrder, "There is no such order.");
        if (loaded.Records.GetValueOrDefault(RecordKey.Of(id)) is not Payment stored)
            return Decision<Payment>.No(RefusalReason.UnknownPayment, "There is no such payment.");
        if (change(stored) is not { } changed)
            return Decision<Payment>.No(RefusalReason.Conflict, "The caller may not make this change.");
        return changed == stored
            ? new Decision<Payment>.Unchanged(stored)
            : PaymentChanges.Decide(loaded.Head, new ChangePayment(changed, at));
    }

    /// <summary>
    /// What a try has removed and a later try does not find is removed: the first one's commit took effect though its
    /// answer was lost.
    /// </summary>
    private async Task<Answer<T>> RemoveAsync<T>(
        LedgerAddress address, Func<LoadedLedger, Decision<T>> decide, CancellationToken cancellationToken)
        where T : Record
    {
        T? removed = null;
        var decision = await writer.WriteAsync<T>(
            address,
            _ => ledgers.LoadWholeAsync(address, cancellationToken),
            loaded =>
            {
                var decided = loaded.Head?.Order is null
                    ? Decision<T>.No(RefusalReason.UnknownOrder, "There is no such order.")
                    : removed is not null && !loaded.Records.ContainsKey(removed.RecordKey)
                        ? new Decision<T>.Unchanged(removed)
                        : decide(loaded);
                removed = (decided as Decision<T>.Accepted)?.Result ?? removed;
                return Task.FromResult(decided);
            },
            before: null,
            cancellationToken);
        return decision is Decision<T>.Refused refused
            ? new Answer<T>.Refused(refused.Refusal)
            : new Answer<T>.Accepted(removed!, Replayed: false);
    }
}
