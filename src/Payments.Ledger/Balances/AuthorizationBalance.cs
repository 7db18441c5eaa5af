using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>One authorization in the head of a ledger. All amounts are in the ledger's currency.</summary>
/// <param name="Key">The key that other resources show it with.</param>
/// <param name="Payment">The OrderCloud payment that it was recorded for, if any.</param>
/// <param name="Amount">The most that may be captured in all.</param>
/// <param name="PendingCaptures">Captures whose processor outcome is still to come.</param>
/// <param name="Reserved">Reserved by refunds of this authorization that are not allocated to its captures yet.</param>
/// <param name="ExpiresAt">Nothing can be captured from then on. Null: it does not expire.</param>
/// <param name="Reversed">Nothing more can be captured.</param>
/// <param name="Implied">
/// Not recorded by a client: it stands for sales (captures without an authorization), and is as large as they are.
/// </param>
/// <param name="Released">Released uncaptured while the rest remained; null for nothing.</param>
/// <param name="OnSharedAccount">
/// Recorded, and on a merchant account that this service's processor uses too.
/// </param>
/// <param name="Voided">The part of what was captured that was voided at the processor; null for nothing.</param>
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
    Money? Released = null,
    bool OnSharedAccount = false,
    Money? Voided = null)
{
    /// <summary>
    /// The storefront's own processor has the funds, and none of this service's: it was recorded for a payment, and
    /// nothing says that they share a merchant account. Rows that predate that do not say so either: safe, because
    /// money is then never captured or paid out by a processor that does not have it.
    /// </summary>
    public bool IsExternal => Payment is not null && !OnSharedAccount;

    /// <summary>The amount, less what was released.</summary>
    public Money Standing => Released is { } released ? Amount - released : Amount;

    /// <summary>What can still be captured, regardless of expiry.</summary>
    public Money Capturable => Reversed ? Money.Zero(Amount.Currency) : Standing - Captured - PendingCaptures;

    /// <summary>The balance after releasing an amount; a negative amount undoes a release.</summary>
    public AuthorizationBalance Release(Money amount)
    {
        var released = (Released ?? Money.Zero(Amount.Currency)) + amount;
        return this with { Released = released.IsZero ? null : released };
    }

    public bool IsExpired(DateTimeOffset at) => ExpiresAt <= at;

    /// <summary>
    /// What this authorization counts for: while it is active, all that was not released; afterwards, what was
    /// captured. What was voided counts for nothing.
    /// </summary>
    public Money Pledged(DateTimeOffset at)
    {
        var pledged = Reversed || IsExpired(at) ? Captured + PendingCaptures : Standing;
        return Voided is { } voided ? pledged - voided : pledged;
    }
}
