namespace Payments.Ledger;

/// <summary>What the head of a ledger knows of one OrderCloud payment.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Amount">What it pays; null for whatever of the order's total the others leave.</param>
/// <param name="Type">Its means.</param>
/// <param name="Accepted">Whether the storefront counts it as good.</param>
public sealed record PaymentBalance(PaymentId Id, Money? Amount, PaymentType Type, bool Accepted = false)
{
    /// <summary>
    /// Whether it pays by being accepted: on account, or from an account with the seller. A card pays by what is
    /// authorized on it.
    /// </summary>
    public bool PaysByItself => Accepted && Type != PaymentType.CreditCard;
}
