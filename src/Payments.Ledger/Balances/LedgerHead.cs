using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>
/// The balances of one ledger: all that a decision needs, in one entity, which also guards every change. Each change
/// creates a new head, which the store writes only if the head it is based on is still current.
/// </summary>
/// <param name="Order">The order, once it is registered.</param>
/// <param name="Payments">The OrderCloud payments, in order of creation.</param>
/// <param name="Authorizations">In order of creation.</param>
/// <param name="Captures">The successful ones, in order of creation.</param>
/// <param name="CreditPayments">
/// The sum of the credit payments (store credit, gift cards), without those that refunds have made.
/// </param>
/// <param name="OpenCredits">The sum of the open credits: money sent to a card without a capture.</param>
/// <param name="ReservedOnLedger">Reserved by refunds of the whole ledger that are not allocated yet.</param>
/// <param name="Sequence">The number of journal entries, which is the next entry's number.</param>
/// <param name="UnknownOutcomes">
/// Records whose processor outcome is still unknown after several requests, or to come: to be queried again.
/// </param>
/// <param name="RefundedToCredit">
/// What refunds have returned to credit payments, as negative ones; null for nothing, as in rows that predate this.
/// </param>
/// <param name="ReservedForCredit">
/// Reserved by refunds that are to return it to credit payments; null for nothing.
/// </param>
public sealed record LedgerHead(
    Currency Currency,
    Order? Order,
    ImmutableArray<PaymentBalance> Payments,
    ImmutableArray<AuthorizationBalance> Authorizations,
    ImmutableArray<CaptureBalance> Captures,
    Money CreditPayments,
    Money OpenCredits,
    Money ReservedOnLedger,
    long Sequence,
    ImmutableArray<RecordKey> UnknownOutcomes,
    Money? RefundedToCredit = null,
    Money? ReservedForCredit = null)
{
    /// <summary>
    /// The most captures, authorizations and payments, each, in one ledger. A capture takes up to 200 bytes of the
    /// head, an authorization up to 450 (its key may have 255), a payment up to 150: the head stays within the 960 KiB
    /// that one table entity has for it. An order with 1,000 captures must work; this leaves a margin.
    /// </summary>
    public const int MaxEntries = 1_200;

    /// <summary>
    /// The most captures whose reference at the processor is repeated in the head, if it has up to <see
    /// cref="MaxReferenceLength"/> characters: 10 KiB in all. Nearly all orders have fewer; of others, the capture
    /// itself is read.
    /// </summary>
    public const int MaxAtProcessor = 100;

    /// <summary>The longest reference that is repeated in the head.</summary>
    public const int MaxReferenceLength = 64;

    /// <summary>
    /// The most records with an unknown outcome in the head: at some 40 bytes each they take 8 KiB. In an outage of the
    /// processor a ledger may have more: those are queried by their own work items.
    /// </summary>
    public const int MaxUnknownOutcomes = 200;

    /// <summary>A ledger without any records.</summary>
    public static LedgerHead Open(Currency currency) =>
        new(currency, null, [], [], [], Money.Zero(currency), Money.Zero(currency), Money.Zero(currency), 0, []);

    /// <summary>
    /// What was paid of the order without a card: by credit payments, less what refunds have returned to them if that
    /// is to be paid again.
    /// </summary>
    public Money PaidOtherwise => Order?.RefundsReopen == true ? UnrefundedCredit : CreditPayments;

    /// <summary>What credit payments have paid, and no refund has returned.</summary>
    public Money UnrefundedCredit => RefundedToCredit is { } refunded ? CreditPayments - refunded : CreditPayments;

    /// <summary>
    /// The most that a new refund may return to credit payments: what they have paid, and is neither returned nor
    /// reserved for that.
    /// </summary>
    public Money RefundableToCredit =>
        ReservedForCredit is { } reserved ? UnrefundedCredit - reserved : UnrefundedCredit;

    /// <summary>A sum below zero, with its name; null if there is none, as there must not be.</summary>
    internal (Money Sum, string Name)? NegativeSum => this switch
    {
        { ReservedOnLedger.MinorUnits: < 0 } => (ReservedOnLedger, "held"),
        { CreditPayments.MinorUnits: < 0 } => (CreditPayments, "credit payments"),
        { OpenCredits.MinorUnits: < 0 } => (OpenCredits, "open credits"),
        { RefundedToCredit: { MinorUnits: < 0 } sum } => (sum, "refunded to credit payments"),
        { ReservedForCredit: { MinorUnits: < 0 } sum } => (sum, "reserved for credit payments"),
        { RefundableToCredit.MinorUnits: < 0 } => (RefundableToCredit, "left of credit payments"),
        _ => null,
    };

    /// <summary>What was captured, and not voided at the processor.</summary>
    public Money Captured => Captures.Where(capture => !capture.Voided).Sum(Currency, capture => capture.Amount);

    public Money Refunded => Captures.Sum(Currency, capture => capture.Refunded);

    /// <summary>Reserved or allocated for pending refunds, in total.</summary>
    public Money Reserved =>
        ReservedOnLedger + Authorizations.Sum(Currency, authorization => authorization.Reserved)
             + Captures.Sum(Currency, capture => capture.Reserved + capture.Allocated);

    /// <summary>
    /// What is still to be paid: the order's total, less credit payments, less what authorizations and payments count
    /// for. May be negative after the total was lowered. Zero for a ledger without an order.
    /// </summary>
    public Money Balance(DateTimeOffset at) => new OrderBalance(this, at).ToPay;

    /// <summary>
    /// The most that a further payment with an amount may have: the order's total, less credit payments, less payments
    /// with an amount, less authorizations that belong to no payment. A payment without an amount yields, whenever it
    /// was created, except for what is authorized on it.
    /// </summary>
    public Money Unpaid(DateTimeOffset at) => new OrderBalance(this, at).Unpaid;

    /// <summary>What a payment counts for: its amount or, without one, what all others leave; never negative.</summary>
    public Money EffectiveAmount(PaymentBalance payment, DateTimeOffset at) =>
        new OrderBalance(this, at).EffectiveAmount(payment);

    /// <summary>
    /// The most that a new refund of the whole ledger may request: what is captured, not expired, and neither refunded,
    /// allocated nor reserved.
    /// </summary>
    public Money Refundable(DateTimeOffset at) => RefundAvailability.Available(this, RefundScope.WholeLedger, at);

    /// <summary>The balance of an authorization; null if it is not in this ledger.</summary>
    public AuthorizationBalance? Find(Id<Authorization> id) => Authorizations.FirstOrDefault(found => found.Id == id);

    /// <summary>The id and key of an authorization of this ledger, as other resources refer to it.</summary>
    public AuthorizationName GetName(Id<Authorization> id) => new(id, GetRequired(id).Key);

    /// <summary>The balance of a successful capture; null if there is none in this ledger.</summary>
    public CaptureBalance? Find(Id<Capture> id) => Captures.FirstOrDefault(found => found.Id == id);

    /// <summary>The balance of a payment; null if it is not in this ledger.</summary>
    public PaymentBalance? Find(PaymentId id) => Payments.FirstOrDefault(found => found.Id == id);

    /// <summary>The balance of the payment whose current id this is; null if it is not in this ledger.</summary>
    public PaymentBalance? FindNamed(PaymentId name) => Payments.FirstOrDefault(found => found.Name == name);

    /// <summary>The balance of an authorization that a record of this ledger refers to.</summary>
    public AuthorizationBalance GetRequired(Id<Authorization> id) => Find(id) ?? throw Missing(id.ToString());

    /// <summary>The balance of a successful capture that a record of this ledger refers to.</summary>
    public CaptureBalance GetRequired(Id<Capture> id) => Find(id) ?? throw Missing(id.ToString());

    /// <summary>
    /// Whether the storefront's own processor has a capture's money, and none of this service's. By the capture, not by
    /// its authorization alone: the setting may have been changed between the two.
    /// </summary>
    public bool IsExternal(CaptureBalance capture) =>
        !capture.OnSharedAccount && GetRequired(capture.Authorization).Payment is not null;

    /// <summary>The head with one authorization's balance replaced.</summary>
    public LedgerHead With(AuthorizationBalance balance) => this with
    {
        Authorizations = Authorizations.Replace(GetRequired(balance.Id), balance),
    };

    /// <summary>The head with one capture's balance replaced.</summary>
    public LedgerHead With(CaptureBalance balance) => this with
    {
        Captures = Captures.Replace(GetRequired(balance.Id), balance),
    };

    /// <summary>The head with the balances of some captures replaced, in one pass over all of them.</summary>
    public LedgerHead With(IReadOnlyDictionary<Id<Capture>, CaptureBalance> balances) => this with
    {
        Captures = [.. Captures.Select(capture => balances.GetValueOrDefault(capture.Id, capture))],
    };

    /// <summary>The head with an amount reserved for credit payments; a negative amount releases it.</summary>
    public LedgerHead ReserveForCredit(Money amount)
    {
        var reserved = (ReservedForCredit ?? Money.Zero(Currency)) + amount;
        return this with { ReservedForCredit = reserved.IsZero ? null : reserved };
    }

    /// <summary>The head with a reserved amount returned to credit payments.</summary>
    public LedgerHead RefundToCredit(Money amount) =>
        ReserveForCredit(new Money(-amount.MinorUnits, amount.Currency)) with
        {
            RefundedToCredit = (RefundedToCredit ?? Money.Zero(Currency)) + amount,
        };

    private static TornReadException Missing(string id) => new($"The head has no balance of {id}.");
}
