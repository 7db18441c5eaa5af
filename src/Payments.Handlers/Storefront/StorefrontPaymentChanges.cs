using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Handlers.Storefront;

/// <summary>Changes and deletes what a storefront has recorded.</summary>
public sealed partial class StorefrontPaymentHandler
{
    /// <summary>
    /// Changes a payment. Each attempt applies the change to the payment's current state; if it returns null, the
    /// caller has its own reason against it.
    /// </summary>
    public Task<Written<Payment>> ChangeAsync(
        OrganizationId organization,
        OrderNumber order,
        PaymentId id,
        Func<Payment, Payment?> change,
        CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        return writer.WriteWholeAsync(
            LedgerAddress.ForOrder(organization, order), loaded => Decide(loaded, id, change, at), cancellationToken);
    }

    /// <summary>The deleted payment, or a rejection.</summary>
    public async Task<Answer<Payment>> RemoveAsync(
        OrganizationId organization, OrderNumber order, PaymentId id, CancellationToken cancellationToken)
    {
        var command = new DeletePayment(id, time.GetUtcNow());
        var written = await writer.WriteWholeAsync(
            LedgerAddress.ForOrder(organization, order),
            loaded => loaded.Head is { Order: not null } head
                ? PaymentChanges.Decide(head, loaded.Records.Values, command)
                : NoOrder<Payment>(),
            cancellationToken);
        return written.ToAnswer(Outcome.Deleted);
    }

    /// <summary>
    /// The deleted transaction, or a rejection, also if the caller's scopes don't suffice for what is deleted.
    /// </summary>
    public async Task<Answer<Transaction>> RemoveAsync(
        OrganizationId organization,
        OrderNumber order,
        PaymentId payment,
        TransactionId id,
        Scopes scopes,
        CancellationToken cancellationToken)
    {
        var command = new DeleteTransaction(payment, id, time.GetUtcNow());
        var written = await writer.WriteWholeAsync(
            LedgerAddress.ForOrder(organization, order),
            loaded => loaded.Head is { Order: not null } head
                ? TransactionRemoval.Decide(head, loaded.Records.Values, command).RequireForDeletion(scopes)
                : NoOrder<Transaction>(),
            cancellationToken);
        return written.ToAnswer(Outcome.Deleted);
    }

    private static Decision<Payment> Decide(
        LoadedLedger loaded, PaymentId id, Func<Payment, Payment?> change, DateTimeOffset at)
    {
        if (loaded.Head?.Order is null) return NoOrder<Payment>();
        if (loaded.Records.GetValueOrDefault(RecordKey.For(id)) is not Payment stored)
            return Decision<Payment>.Reject(RejectionReason.UnknownPayment, "There is no such payment.");
        if (change(stored) is not { } changed)
            return Decision<Payment>.Reject(RejectionReason.Conflict, "The caller may not make this change.");
        return changed == stored
            ? new Decision<Payment>.Unchanged(stored)
            : PaymentChanges.Decide(loaded.Head, new ChangePayment(changed, at));
    }

    private static Decision<T> NoOrder<T>() =>
        Decision<T>.Reject(RejectionReason.UnknownOrder, "There is no such order.");
}
