using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Handlers.Storefront;

/// <summary>A transaction that a storefront records on a payment.</summary>
/// <param name="Transaction">The transaction as the storefront sent it.</param>
/// <param name="Meaning">What its type does to the ledger.</param>
/// <param name="Amount">Its amount without sign; null if it has none.</param>
public sealed record TransactionRequest(Transaction Transaction, TransactionMeaning Meaning, Money? Amount)
{
    /// <summary>
    /// The order's whole ledger, if the caller has just read it: the first attempt uses it, so that it is not read
    /// twice. If it has changed since, the commit is a conflict, and it is read again.
    /// </summary>
    public LoadedLedger? Ledger { get; init; }

    /// <summary>What the caller's credential may do.</summary>
    public Scopes Scopes { get; init; }
}

/// <summary>The payments that an OrderCloud storefront records on its orders, and their transactions.</summary>
public sealed partial class StorefrontPaymentHandler(
    ILedgerStore ledgers,
    LedgerReader reader,
    RequestWriter writer,
    ProcessorDirectory processors,
    IOrganizations organizations,
    IIdSource unique,
    TimeProvider time)
{
    /// <summary>An order's whole ledger; null if the order was never registered.</summary>
    public async Task<LoadedLedger?> FindOrderAsync(
        OrganizationId organization, OrderNumber order, CancellationToken cancellationToken)
    {
        var loaded = await reader.LoadWholeAsync(LedgerAddress.ForOrder(organization, order), cancellationToken);
        return loaded.Head?.Order is null ? null : loaded;
    }

    /// <summary>Only the order's balances, for its currency; null if the order was never registered.</summary>
    public async Task<LedgerHead?> FindHeadAsync(
        OrganizationId organization, OrderNumber order, CancellationToken cancellationToken)
    {
        var loaded = await reader.LoadAsync(LedgerAddress.ForOrder(organization, order), [], cancellationToken);
        return loaded.Head?.Order is null ? null : loaded.Head;
    }

    /// <summary>
    /// The payment, or a rejection. A request executed again after a crash gets the payment that it created, in its
    /// current state. An id that a payment had before it was renamed is free again: the old payment's records stay
    /// under it, those of the new payment are stored under an id of this service.
    /// </summary>
    public async Task<Answer<Payment>> CreateAsync(
        OrganizationId organization, OrderNumber order, Payment payment, CancellationToken cancellationToken)
    {
        var address = LedgerAddress.ForOrder(organization, order);
        var (answer, stored) = await CreateAsync(address, payment, cancellationToken);
        if (answer is not Answer<Payment>.Rejected { Rejection.Reason: RejectionReason.IdTaken }
            || stored is null || stored.Name == payment.Id)
            return answer;
        var elsewhere = payment with { Id = PaymentId.From(unique.NextId().ToString("N")), Renamed = payment.Id };
        return (await CreateAsync(address, elsewhere, cancellationToken)).Answer;
    }

    /// <summary>The order's whole ledger after the transaction was recorded, or a rejection.</summary>
    public async Task<Answer<LoadedLedger>> RecordAsync(
        OrganizationId organization, OrderNumber order, TransactionRequest request, CancellationToken cancellationToken)
    {
        var choices = await organizations.GetAsync(organization, cancellationToken);
        var command = new RecordTransaction(
            request.Transaction,
            request.Meaning,
            request.Amount,
            choices.SharesMerchantAccount ? processors.Choose(choices).Name : ProcessorName.External,
            unique.NextId(),
            time.GetUtcNow());
        var written = await writer.WriteWholeAsync(
            LedgerAddress.ForOrder(organization, order),
            request.Ledger,
            loaded => Decide(loaded, command).RequireForRecording(command, request.Scopes),
            cancellationToken);
        return written.ToAnswer(_ => written.After, Outcome.Created, Outcome.Replayed);
    }

    /// <summary>The answer, and the payment that had this id in the order before.</summary>
    private async Task<(Answer<Payment> Answer, Payment? Stored)> CreateAsync(
        LedgerAddress address, Payment payment, CancellationToken cancellationToken)
    {
        var command = new CreatePayment(payment, time.GetUtcNow());
        var written = await writer.WriteAsync(
            address, [payment.RecordKey], loaded => Decide(loaded, command), cancellationToken);
        var stored = StoredAs(payment, written.Ledger);
        return written.Decision is Decision<Payment>.Rejected && stored is not null
            && await MadeBeforeAsync(address, payment, cancellationToken)
                ? (new Answer<Payment>.Accepted(stored, Outcome.Replayed), stored)
                : (written.ToAnswer(Outcome.Created, Outcome.Replayed), stored);
    }

    /// <summary>
    /// Whether this request has created the payment before, and others have changed it since: the payment's first
    /// version in the journal is what the request would create. Only a request with an idempotency key creates the same
    /// thing twice.
    /// </summary>
    private async Task<bool> MadeBeforeAsync(
        LedgerAddress address, Payment payment, CancellationToken cancellationToken) =>
        ReproducibleExecution.Current is not null
        && (await ledgers.LoadJournalAsync(address, cancellationToken))
            .Any(entry => entry.Type == ChangeType.Insert && entry.Record == payment);

    private static Payment? StoredAs(Payment payment, LoadedLedger loaded) =>
        loaded.Records.GetValueOrDefault(payment.RecordKey) as Payment;

    private static Decision<Payment> Decide(LoadedLedger loaded, CreatePayment command) =>
        StoredAs(command.Payment, loaded) == command.Payment
            ? new Decision<Payment>.Unchanged(command.Payment)
            : PaymentDecisions.Decide(loaded.Head, command);

    private static Decision<Transaction> Decide(LoadedLedger loaded, RecordTransaction command)
    {
        if (loaded.Head?.Order is null) return NoOrder<Transaction>();
        var stored = loaded.Records.GetValueOrDefault(command.Transaction.RecordKey) as Transaction;
        return stored is not null && stored with { Effect = TransactionEffect.None } == command.Transaction
            ? new Decision<Transaction>.Unchanged(stored)
            : TransactionDecisions.Decide(loaded.Head, loaded.Records.Values, command);
    }
}
