using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Ledger.Tests.Decisions;

/// <summary>An order with one payment, and what a storefront records on it.</summary>
internal sealed class StorefrontPayment
{
    private static readonly PaymentId Id = PaymentId.From("p1");

    private readonly Dictionary<RecordKey, Record> _records = [];
    private int _recorded = 100;

    public StorefrontPayment(PaymentType type = PaymentType.CreditCard, long? amount = 100, long total = 1_000)
    {
        var payment = new Payment(
            Id, type, amount is { } cents ? Given.Cents(cents) : null, null, null, null, true, Given.Start, null);
        Head = PaymentDecisions
            .Decide(Given.Order(total), new CreatePayment(payment, Given.Start))
            .ShouldBeAccepted(out _);
    }

    public LedgerHead Head { get; set; }

    public IEnumerable<Record> Records => _records.Values;

    /// <summary>Records a transaction that must be accepted.</summary>
    public Transaction Record(TransactionMeaning meaning, long? cents = null)
    {
        var accepted = Assert.IsType<Decision<Transaction>.Accepted>(Try(meaning, cents));
        Commit(accepted.Changes);
        return accepted.Result;
    }

    /// <summary>Removes a transaction, if that is allowed.</summary>
    public Decision<Transaction> Remove(Transaction transaction)
    {
        var decision = TransactionRemoval.Decide(
            Head, Records, new DeleteTransaction(transaction.Payment, transaction.Id, Given.Start));
        if (decision is Decision<Transaction>.Accepted accepted) Commit(accepted.Changes);
        return decision;
    }

    private void Commit(LedgerChanges changes)
    {
        foreach (var entry in changes.Entries)
        {
            if (entry.Type == ChangeType.Delete) _records.Remove(entry.Record.RecordKey);
            else _records[entry.Record.RecordKey] = entry.Record;
        }

        Head = changes.Head;
    }

    public Decision<Transaction> Try(TransactionMeaning meaning, long? cents = null) =>
        Try(meaning, cents is { } count ? Given.Cents(count) : null, $"t{++_recorded}");

    public Decision<Transaction> Try(TransactionMeaning meaning, Money? amount, string id, string payment = "p1")
    {
        var transaction = new Transaction(
            PaymentId.From(payment),
            TransactionId.From(id),
            "any",
            Given.Start,
            null,
            null,
            true,
            null,
            null,
            null,
            TransactionEffect.None,
            Given.Start);
        return TransactionDecisions.Decide(
            Head,
            Records,
            new RecordTransaction(
                transaction, meaning, amount, ProcessorName.Sandbox, Given.Unique(++_recorded), Given.Start));
    }
}
