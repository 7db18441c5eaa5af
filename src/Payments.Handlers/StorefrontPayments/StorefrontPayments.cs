using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>A transaction that a storefront records on a payment.</summary>
/// <param name="Transaction">As the storefront has it.</param>
/// <param name="Meaning">What its type means to the ledger.</param>
/// <param name="Amount">Its amount without sign; null where it named none.</param>
public sealed record TransactionRequest(Transaction Transaction, TransactionMeaning Meaning, Money? Amount);

/// <summary>The payments that an OrderCloud storefront records on its orders, and their transactions.</summary>
public sealed partial class StorefrontPayments(
    ILedgerStore ledgers,
    LedgerWriter writer,
    UnsettledReminders reminders,
    IUniqueNumbers unique,
    TimeProvider time)
{
    /// <summary>An order's whole ledger; null for an order that was never registered.</summary>
    public async Task<LoadedLedger?> FindOrderAsync(
        OrganizationId organization, OrderNumber order, CancellationToken cancellationToken)
    {
        var address = LedgerAddress.Of(organization, order);
        var loaded = await ledgers.LoadWholeAsync(address, cancellationToken);
        await reminders.SendAsync(address, loaded.Head, cancellationToken);
        return loaded.Head?.Order is null ? null : loaded;
    }

    /// <summary>Just the order's balances, for its currency; null for an order that was never registered.</summary>
    public async Task<LedgerHead?> FindHeadAsync(
        OrganizationId organization, OrderNumber order, CancellationToken cancellationToken)
    {
        var address = LedgerAddress.Of(organization, order);
        var loaded = await ledgers.LoadAsync(address, [], cancellationToken);
        await reminders.SendAsync(address, loaded.Head, cancellationToken);
        return loaded.Head?.Order is null ? null : loaded.Head;
    }

    /// <summary>The payment, or a no.</summary>
    public async Task<Answer<Payment>> CreateAsync(
        OrganizationId organization, OrderNumber order, Payment payment, CancellationToken cancellationToken)
    {
        var command = new CreatePayment(payment, time.GetUtcNow());
        var decision = await writer.WriteAsync(
            LedgerAddress.Of(organization, order),
            [payment.RecordKey],
            loaded => loaded.Records.GetValueOrDefault(payment.RecordKey) is Payment stored && stored == payment
                ? new Decision<Payment>.Unchanged(stored)
                : PaymentDecisions.Decide(loaded.Head, command),
            cancellationToken);
        return decision is Decision<Payment>.Refused refused
            ? new Answer<Payment>.Refused(refused.Refusal)
            : new Answer<Payment>.Accepted(payment, Replayed: false);
    }

    /// <summary>The order's whole ledger after the transaction was recorded, or a no.</summary>
    public async Task<Answer<LoadedLedger>> RecordAsync(
        OrganizationId organization, OrderNumber order, TransactionRequest request, CancellationToken cancellationToken)
    {
        var address = LedgerAddress.Of(organization, order);
        var command = new RecordTransaction(
            request.Transaction, request.Meaning, request.Amount, unique.Next(), time.GetUtcNow());
        LoadedLedger? after = null;
        var decision = await writer.WriteAsync<Transaction>(
            address,
            _ => ledgers.LoadWholeAsync(address, cancellationToken),
            loaded =>
            {
                var decided = Decide(loaded, command);
                after = decided is Decision<Transaction>.Accepted accepted ? loaded.After(accepted.Changes) : loaded;
                return Task.FromResult(decided);
            },
            before: null,
            cancellationToken);
        return decision is Decision<Transaction>.Refused refused
            ? new Answer<LoadedLedger>.Refused(refused.Refusal)
            : new Answer<LoadedLedger>.Accepted(after!, Replayed: false);
    }

    private static Decision<Transaction> Decide(LoadedLedger loaded, RecordTransaction command)
    {
        if (loaded.Head?.Order is null)
            return Decision<Transaction>.No(RefusalReason.UnknownOrder, "There is no such order.");
        var stored = loaded.Records.GetValueOrDefault(command.Transaction.RecordKey) as Transaction;
        return stored is not null && stored with { Effect = TransactionEffect.None } == command.Transaction
            ? new Decision<Transaction>.Unchanged(stored)
            : TransactionDecisions.Decide(loaded.Head, loaded.Records.Values, command);
    }
}
