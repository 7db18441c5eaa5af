using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>
/// The balances of one ledger: all that a decision needs, in one entity, and the guard of every change. Each change
/// makes a new head; the store writes it only where the one it was made from still stands.
/// </summary>
/// <param name="Currency">The one currency of this ledger.</param>
/// <param name="Order">The order, once it is registered.</param>
/// <param name="Payments">The OrderCloud payments, in the order of their creation.</param>
/// <param name="Authorizations">In the order of their creation.</param>
/// <param name="Captures">Those that succeeded, in the order of their creation.</param>
/// <param name="CreditPayments">The sum of the credit payments (store credit, gift cards).</param>
/// <param name="OpenCredits">The sum of the open credits: money sent to a card with no capture behind it.</param>
/// <param name="ReservedOnLedger">What refunds against the whole ledger hold that are not allocated yet.</param>
/// <param name="Sequence">How many journal entries there are; the next one's number.</param>
/// <param name="UnknownOutcomes">
/// Records for which the processor has not said what it did, though it was asked several times: to be asked again.
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
    ImmutableArray<RecordKey> UnknownOutcomes)
{
    /// <summary>
    /// The most captures, authorizations and payments, each, that one ledger holds. A capture takes up to 200 bytes of
    /// the head, an authorization up to 450 (its key may have 255), a payment up to 150: the head stays within the 960
    /// KiB that one table entity has for it. An order with 1,000 captures must work; this leaves a margin.
    /// </summary>
    public const int MaxEntries = 1_200;

    /// <summary>
    /// The most unsettled records that are named: at some 40 bytes each they take 8 KiB of the head. In an outage of
    /// the processor a ledger may have more: those are asked after by their own messages.
    /// </summary>
    public const int MaxUnknownOutcomes = 200;

    /// <summary>A ledger in which nothing has happened yet.</summary>
    public static LedgerHead Open(Currency currency) =>
        new(currency, null, [], [], [], Money.Zero(currency), Money.Zero(currency), Money.Zero(currency), 0, []);

    /// <summary>What was captured, in all.</summary>
    public Money Captured => Captures.Sum(Currency, capture => capture.Amount);

    /// <summary>What was refunded, in all.</summary>
    public Money Refunded => Captures.Sum(Currency, capture => capture.Refunded);

    /// <summary>What is promised to refunds that have not come to their end, in all.</summary>
    public Money Reserved =>
        ReservedOnLedger + Authorizations.Sum(Currency, authorization => authorization.Reserved)
             + Captures.Sum(Currency, capture => capture.Reserved + capture.Allocated);

    /// <summary>
    /// What is still to be paid: the order's total, less credit payments, less what authorizations and payments stand
    /// for. It may be below zero after the total was lowered. Nothing for a ledger without an order.
    /// </summary>
    public Money Balance(DateTimeOffset at) => new OrderBalance(this, at).ToPay;

    /// <summary>
    /// What a payment with an amount may still come to: the order's total, less credit payments, less payments with an
    /// amount, less authorizations that belong to no payment. A payment without an amount yields, whenever it was made,
    /// but for what is authorized on it.
    /// </summary>
    public Money Unpaid(DateTimeOffset at) => new OrderBalance(this, at).Unpaid;

    /// <summary>
    /// What a payment stands for: its amount, or for one without, what all others leave; never below zero.
    /// </summary>
    public Money EffectiveAmount(PaymentBalance payment, DateTimeOffset at) =>
        new OrderBalance(this, at).EffectiveAmount(payment);

    /// <summary>
    /// The most that a new refund of the whole ledger may ask for: what is captured, neither refunded nor promised, nor
    /// expired.
    /// </summary>
    public Money Refundable(DateTimeOffset at) => RefundAvailability.Available(this, RefundScope.WholeLedger, at);

    /// <summary>The balance of an authorization, if it is of this ledger.</summary>
    public AuthorizationBalance? Find(Id<Authorization> id) => Authorizations.FirstOrDefault(found => found.Id == id);

    /// <summary>An authorization of this ledger, as another resource names it.</summary>
    public AuthorizationName GetName(Id<Authorization> id) => new(id, GetRequired(id).Key);

    /// <summary>The balance of a capture, if it is of this ledger and has succeeded.</summary>
    public CaptureBalance? Find(Id<Capture> id) => Captures.FirstOrDefault(found => found.Id == id);

    /// <summary>The balance of a payment, if it is of this ledger.</summary>
    public PaymentBalance? Find(PaymentId id) => Payments.FirstOrDefault(found => found.Id == id);

    /// <summary>The balance of the payment that goes by an id, if it is of this ledger.</summary>
    public PaymentBalance? FindNamed(PaymentId name) => Payments.FirstOrDefault(found => found.Name == name);

    /// <summary>The balance of an authorization that a record says is of this ledger.</summary>
    public AuthorizationBalance GetRequired(Id<Authorization> id) => Find(id) ?? throw Missing(id.ToString());

    /// <summary>The balance of a capture that a record says is of this ledger, and has succeeded.</summary>
    public CaptureBalance GetRequired(Id<Capture> id) => Find(id) ?? throw Missing(id.ToString());

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

    private static TornReadException Missing(string id) => new($"The head has no balance of {id}.");
}
