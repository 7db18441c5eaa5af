using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Ledger.Allocations;

/// <summary>How much of a refund goes back to cards, and how much to credit payments.</summary>
public readonly record struct TenderShares(Money Card, Money Credit)
{
    /// <summary>
    /// The shares of <paramref name="amount"/>: as much as it can take to the first of the tenders, the rest to the
    /// second. They add up to the amount. Throws <see cref="ArgumentOutOfRangeException"/> if the tenders can't take as
    /// much: the caller checks first.
    /// </summary>
    /// <param name="tenders">The tenders, in order.</param>
    /// <param name="amount">The amount; not negative.</param>
    /// <param name="room">The most that each tender can take; what is not among the tenders takes nothing.</param>
    public static TenderShares Split(RefundTenders tenders, Money amount, TenderShares room)
    {
        var usable = room.Of(tenders);
        if (amount.MinorUnits < 0 || amount > usable.Total)
            throw new ArgumentOutOfRangeException(nameof(amount), $"{amount} exceeds the refundable {usable.Total}.");
        var credit = tenders == RefundTenders.CreditFirst
            ? Money.Min(amount, usable.Credit)
            : amount - Money.Min(amount, usable.Card);
        return new TenderShares(amount - credit, credit);
    }

    /// <summary>Both together.</summary>
    public Money Total => Card + Credit;

    /// <summary>The same, with nothing for what is not among the tenders.</summary>
    public TenderShares Of(RefundTenders tenders) => tenders switch
    {
        RefundTenders.Card => this with { Credit = Money.Zero(Credit.Currency) },
        RefundTenders.Credit => this with { Card = Money.Zero(Card.Currency) },
        RefundTenders.CardFirst or RefundTenders.CreditFirst => this,
        _ => throw new ArgumentOutOfRangeException(nameof(tenders), tenders, "Unknown tenders."),
    };
}
