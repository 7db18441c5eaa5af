using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>The part of a refund that goes back to its order's credit payments, if the caller asked for that.</summary>
/// <param name="Tenders">What the refund goes back to, in order.</param>
/// <param name="Reserved">To go back once none of the refund's cards is waited for.</param>
/// <param name="Parts">What has gone back.</param>
public sealed record RefundToCredit(RefundTenders Tenders, Money Reserved, ImmutableArray<CreditPart> Parts)
{
    /// <summary>What has gone back, in total.</summary>
    public Money Refunded => Parts.Sum(Reserved.Currency, part => part.Amount);
}

/// <summary>
/// What a refund has returned as one negative credit payment. No processor is involved, so it is final.
/// </summary>
/// <param name="Number">Its number among the refund's parts of this kind, from 1.</param>
/// <param name="Payment">The negative credit payment.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Room">The most that could have gone back to credit payments then.</param>
/// <param name="At">When that was decided, and so done.</param>
public sealed record CreditPart(
    int Number, Id<CreditPayment> Payment, Money Amount, Money Room, DateTimeOffset At);
