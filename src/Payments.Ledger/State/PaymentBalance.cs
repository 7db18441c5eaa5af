namespace Payments.Ledger;

/// <summary>What the head of a ledger knows of one OrderCloud payment.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Amount">What it pays; null for whatever of the order's total the others leave.</param>
/// <param name="Type">Its means.</param>
public sealed record PaymentBalance(PaymentId Id, Money? Amount, PaymentType Type);
