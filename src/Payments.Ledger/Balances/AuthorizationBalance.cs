using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>What the head of a ledger knows of one authorization. All amounts are of the ledger's currency.</summary>
/// <param name="Id">The authorization.</param>
/// <param name="Key">Its key: what it is shown with wherever it is referred to.</param>
/// <param name="Payment">The OrderCloud payment it was recorded for, where it was.</param>
/// <param name="Amount">What may be captured in all.</param>
/// <param name="Captured">What was captured.</param>
/// <param name="PendingCaptures">What is being captured: the processor has not said yet.</param>
/// <param name="Reserved">What refunds against this authorization hold that are not allocated to its captures yet.</param>
/// <param name="ExpiresAt">UTC; nothing is captured from then on. Null: it does not expire.</param>
/// <param name="Reversed">It was given back; nothing more is captured.</param>
/// <param name="Implied">Nobody recorded it: it stands for sales (captures without one), and is as large as they
/// are.</param>
/// <param name="Released">What was given back of it, never captured, while the rest went on; null for nothing.</param>
public sealed record AuthorizationBalance(
    Id<Authorization> Id,
    Key Key,
    PaymentId? Payment,
    Money Amount,
    Money Captured,
    Money PendingCaptures,
    Money Reserved,
    DateTimeOffset? ExpiresAt,
    bool Reversed = false,
    bool Implied = false,
    Money? Released = null)
{
    /// <summary>What may be captured in all, less what was released.</summary>
    public Money Standing => Released is { } released ? Amount - released : Amount;

    /// <summary>What can still be captured, expiry aside.</summary>
    public Money Capturable => Reversed ? Money.Zero(Amount.Currency) : Standing - Captured - PendingCaptures;

    /// <summary>With an amount released, or with a negative one, taken back.</summary>
    public AuthorizationBalance Release(Money amount)
    {
        var released = (Released ?? Money.Zero(Amount.Currency)) + amount;
        return this with { Released = released.IsZero ? null : released };
    }

    /// <summary>Past its time.</summary>
    public bool IsExpired(DateTimeOffset at) => ExpiresAt <= at;

    /// <summary>
    /// What this authorization still stands for: all that was not released while it lives, what was captured once it
    /// is dead.
    /// </summary>
    public Money Pledged(DateTimeOffset at) => Reversed || IsExpired(at) ? Captured + PendingCaptures : Standing;
}
