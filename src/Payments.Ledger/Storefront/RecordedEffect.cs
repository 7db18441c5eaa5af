using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>
/// A recorded transaction while it is applied to the ledger: the head so far, the other changed records, the effect.
/// </summary>
internal sealed record RecordedEffect(LedgerHead Head, PaymentBalance Payment, RecordTransaction Command)
{
    /// <summary>What the transaction became.</summary>
    public TransactionEffect Effect { get; init; } = TransactionEffect.None;

    /// <summary>The records that change with it.</summary>
    public ImmutableArray<(ChangeType Type, Record Record)> Changes { get; init; } = [];

    /// <summary>Why it is rejected, if it is.</summary>
    public Rejection? Rejection { get; init; }

    /// <summary>What the payment counts for.</summary>
    public Money PaymentAmount => Head.EffectiveAmount(Payment, Command.At);

    /// <summary>The payment's authorizations, oldest first.</summary>
    public IEnumerable<AuthorizationBalance> Authorizations =>
        Head.Authorizations.Where(found => found.Payment == Payment.Id);

    private LedgerId Ledger => LedgerId.ForOrder(Head.Order!.Number);

    /// <summary>Whether an authorization was recorded for the payment.</summary>
    public bool IsOfPayment(Id<Authorization> id) => Head.GetRequired(id).Payment == Payment.Id;

    /// <summary>The record of one of the payment's authorizations.</summary>
    public Authorization Get(IEnumerable<Record> records, Id<Authorization> id) => Changes
        .Select(change => change.Record)
        .Reverse()
        .Concat(records)
        .OfType<Authorization>()
        .FirstOrDefault(found => found.Id == id)
        ?? throw new TornReadException($"The head has a balance of {id}, but there is no such record.");

    public RecordedEffect Reject(RejectionReason reason, string message) =>
        this with { Rejection = new Rejection(reason, message) };

    /// <summary>Adds a new record.</summary>
    public RecordedEffect Insert(Record record) => this with { Changes = Changes.Add((ChangeType.Insert, record)) };

    /// <summary>Adds a changed record.</summary>
    public RecordedEffect Update(Record record) => this with { Changes = Changes.Add((ChangeType.Update, record)) };

    /// <summary>An authorization of the storefront's own processor, whose expiry is not known.</summary>
    public Authorization NewAuthorization(Money amount)
    {
        var id = Id<Authorization>.New(Ledger, Command.Unique);
        return new Authorization(
            id,
            Key.ForId(id),
            Head.Order!.Number,
            Payment.Id,
            amount,
            AuthorizationStatus.Authorized,
            Token: null,
            MerchantOfRecord: false,
            new Customer(null, null, null),
            ImmutableDictionary<string, string>.Empty,
            Command.Transaction.Id.Value,
            Command.At,
            ExpiresAt: null,
            Processor: Command.Processor);
    }

    /// <summary>A new id of a capture, in the order's ledger.</summary>
    public Id<Capture> NewCaptureId() => Id<Capture>.New(Ledger, Command.Unique);

    /// <summary>Adds a completed refund of the given shares.</summary>
    public RecordedEffect WithRefund(Money amount, ImmutableArray<AllocationShare> shares)
    {
        var id = Id<Refund>.New(Ledger, Command.Unique);
        var allocations = shares.Select((share, index) => new Allocation(
            index + 1,
            share.Capture,
            share.Amount,
            new AllocationOutcome.Succeeded(Command.Transaction.Id.Value, At: null)));
        var refund = new Refund(
            id,
            Key.ForId(id),
            Head.Order!.Number,
            Head.GetName(Head.Find(shares[0].Capture)!.Authorization),
            RefundScope.WholeLedger,
            amount,
            AllocationPolicy.FewestCaptures,
            [.. allocations],
            Money.Zero(amount.Currency),
            RefundStatus.Succeeded,
            ImmutableDictionary<string, string>.Empty,
            Command.At);
        var head = shares.Aggregate(Head, (current, share) =>
        {
            var capture = current.GetRequired(share.Capture);
            return current.With(capture with { Refunded = capture.Refunded + share.Amount });
        });
        return Insert(refund) with { Head = head, Effect = Effect with { Refund = id } };
    }
}
