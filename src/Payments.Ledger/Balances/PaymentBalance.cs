using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>One OrderCloud payment in the head of a ledger.</summary>
/// <param name="Id">The id that its records and transactions are stored under; it never changes.</param>
/// <param name="Amount">What it pays; null for what the others leave of the order's total.</param>
/// <param name="Accepted">Whether the storefront counts it as paid.</param>
/// <param name="Renamed">Its current id, if the storefront has changed it.</param>
public sealed record PaymentBalance(
    PaymentId Id, Money? Amount, PaymentType Type, bool Accepted = false, PaymentId? Renamed = null)
{
    /// <summary>Its current id.</summary>
    public PaymentId Name => Renamed ?? Id;

    /// <summary>
    /// Whether it pays by being accepted: on account, or from an account with the seller. A card pays what is
    /// authorized on it.
    /// </summary>
    public bool PaysByItself => Accepted && Type != PaymentType.CreditCard;
}
