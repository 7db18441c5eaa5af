using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>What the head of a ledger knows of one OrderCloud payment.</summary>
/// <param name="Id">The payment: the id that its records and transactions are kept under, for good.</param>
/// <param name="Amount">What it pays; null for whatever of the order's total the others leave.</param>
/// <param name="Type">Its means.</param>
/// <param name="Accepted">Whether the storefront counts it as good.</param>
/// <param name="Renamed">The id that it goes by, where that is another.</param>
public sealed record PaymentBalance(
    PaymentId Id, Money? Amount, PaymentType Type, bool Accepted = false, PaymentId? Renamed = null)
{
    /// <summary>The id that it goes by.</summary>
    public PaymentId Name => Renamed ?? Id;

    /// <summary>
    /// Whether it pays by being accepted: on account, or from an account with the seller. A card pays by what is
    /// authorized on it.
    /// </summary>
    public bool PaysByItself => Accepted && Type != PaymentType.CreditCard;
}
