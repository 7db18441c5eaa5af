using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>
/// What counts toward an order's total: credit payments; authorizations that belong to no OrderCloud payment; and those
/// payments, each with the authorizations that were recorded on it. Zero in a ledger without an order. What was
/// refunded stays paid, unless the order says otherwise.
/// </summary>
internal sealed class OrderBalance
{
    private readonly LedgerHead _head;
    private readonly Money _zero;
    private readonly ILookup<PaymentId?, AuthorizationBalance> _authorizations;
    private readonly ILookup<Id<Authorization>, CaptureBalance> _captures;
    private readonly DateTimeOffset _at;

    /// <summary>The balance at a point in time.</summary>
    public OrderBalance(LedgerHead head, DateTimeOffset at)
    {
        _head = head;
        _at = at;
        _zero = Money.Zero(head.Currency);
        _authorizations = head.Authorizations.ToLookup(authorization => authorization.Payment);
        _captures = head.Captures.ToLookup(capture => capture.Authorization);
    }

    /// <summary>What neither credit payments, nor authorizations, nor accepted payments cover.</summary>
    public Money ToPay => _head.Order is null
        ? _zero
        : _head.Order.Total
            - _head.PaidOtherwise
            - OfNoPayment
            - _head.Payments.Sum(_head.Currency, StandsFor);

    /// <summary>The most that a further payment with an amount may have.</summary>
    public Money Unpaid => Rest - _head.Payments
        .Where(payment => payment.Amount is null)
        .Sum(_head.Currency, payment => Pledged(payment) - Reopened(_authorizations[payment.Id]));

    /// <summary>What a payment counts for.</summary>
    public Money EffectiveAmount(PaymentBalance payment) => AtLeastZero(payment.Amount ?? Rest);

    /// <summary>What remains for a payment without an amount.</summary>
    private Money Rest => _head.Order is null
        ? _zero
        : _head.Order.Total
            - _head.PaidOtherwise
            - OfNoPayment
            - _head.Payments.Sum(_head.Currency, payment => payment.Amount is { } amount
                ? AtLeastZero(amount - Reopened(_authorizations[payment.Id]))
                : _zero);

    private Money OfNoPayment =>
        _authorizations[null].Sum(_head.Currency, found => found.Pledged(_at)) - Reopened(_authorizations[null]);

    /// <summary>
    /// A card payment counts for what is authorized on it. One that was lowered, after a refund, below what was
    /// captured of it counts for that much less; where refunds reopen the order, all that was refunded is deducted. A
    /// payment that pays by being accepted counts for the rest of its amount as well.
    /// </summary>
    private Money StandsFor(PaymentBalance payment)
    {
        var pledged = Pledged(payment);
        var reopened = Reopened(_authorizations[payment.Id]);
        var givenUp = payment.Amount is { } amount && reopened.IsZero
            ? AtLeastZero(Money.Min(pledged - amount, Refunded(_authorizations[payment.Id])))
            : reopened;
        var byItself = payment.PaysByItself ? AtLeastZero(EffectiveAmount(payment) - pledged) : _zero;
        return pledged - givenUp + byItself;
    }

    /// <summary>What the authorizations recorded on a payment count for.</summary>
    private Money Pledged(PaymentBalance payment) =>
        _authorizations[payment.Id].Sum(_head.Currency, found => found.Pledged(_at));

    /// <summary>What was refunded of some authorizations, if that is to be paid again.</summary>
    private Money Reopened(IEnumerable<AuthorizationBalance> authorizations) =>
        _head.Order?.RefundsReopen == true ? Refunded(authorizations) : _zero;

    private Money Refunded(IEnumerable<AuthorizationBalance> authorizations) => authorizations
        .SelectMany(authorization => _captures[authorization.Id])
        .Sum(_head.Currency, capture => capture.Refunded);

    private Money AtLeastZero(Money amount) => amount.IsPositive ? amount : _zero;
}
