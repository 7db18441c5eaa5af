using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>
/// A recorded transaction on its way into the ledger: the head so far, what changed beside it, what came of it.
/// </summary>
internal sealed record RecordedEffect(LedgerHead Head, PaymentBalance Payment, RecordTransaction Command)
{
    /// <summary>What the transaction became.</summary>
    public TransactionEffect Effect { get; init; } = TransactionEffect.None;

    /// <summary>The records that change with it.</summary>
    public ImmutableArray<(ChangeType Type, Record Record)> Changes { get; init; } = [];

    /// <summary>Why it can't be, where it can't.</summary>
    public Rejection? Rejection { get; init; }

    /// <summary>What the payment stands for.</summary>
    public Money PaymentAmount => Head.EffectiveAmount(Payment, Command.At);

    /// <summary>The payment's authorizations, the oldest first.</summary>
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
        ?? throw new TornReadException($"The head has a balance of {id}, and there is no such record.");

    /// <summary>A no.</summary>
    public RecordedEffect Reject(RejectionReason reason, string message) =>
        this with { Rejection = new Rejection(reason, message) };

    /// <summary>With a record that came to be.</summary>
    public RecordedEffect Insert(Record record) => this with { Changes = Changes.Add((ChangeType.Insert, record)) };

    /// <summary>With a record that is another now.</summary>
    public RecordedEffect Update(Record record) => this with { Changes = Changes.Add((ChangeType.Update, record)) };

    /// <summary>An authorization that the storefront's own processor made: it has no expiry that we know of.</summary>
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

    /// <summary>A capture's id, in the order's ledger.</summary>
    public Id<Capture> NewCaptureId() => Id<Capture>.New(Ledger, Command.Unique);

    /// <summary>With a refund that has been made already, of the given shares.</summary>
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
