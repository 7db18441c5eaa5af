using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>
/// The part of a refund that goes back to credit payments: reserved first, then made a negative credit payment. The
/// ledger's head and the refund always change together.
/// </summary>
internal static class CreditReservations
{
    /// <summary>Reserves an amount for credit payments; a negative amount releases it.</summary>
    public static RefundProgress.Step Reserve(RefundProgress.Step step, Money amount) =>
        amount.IsZero || step.Refund.ToCredit is not { } credit
            ? step
            : step with
            {
                Head = step.Head.ReserveForCredit(amount),
                Refund = step.Refund with { ToCredit = credit with { Reserved = credit.Reserved + amount } },
            };

    /// <summary>
    /// What no card can take falls back to credit payments, if they come after cards and as far as they can take it;
    /// the rest is released.
    /// </summary>
    public static RefundProgress.Step FallBack(RefundProgress.Step step, Money rest)
    {
        var credit = step.Refund.Tenders == RefundTenders.CardFirst
            ? Money.Min(rest, step.Head.RefundableToCredit)
            : Money.Zero(rest.Currency);
        var reserved = Reserve(step, credit);
        return reserved with
        {
            Refund = reserved.Refund with { Released = reserved.Refund.Released + (rest - credit) },
        };
    }

    /// <summary>
    /// Makes what is reserved a negative credit payment. After cards only once none of them is waited for: what they
    /// decline until then goes back with it. Its id follows from the refund's, so that it can't be made twice.
    /// </summary>
    public static RefundProgress.Step Return(RefundProgress.Step step, DateTimeOffset at)
    {
        var refund = step.Refund;
        if (refund.ToCredit is not { Reserved: { IsPositive: true } amount } credit) return step;
        if (credit.Tenders == RefundTenders.CardFirst && refund.Reserved.IsPositive) return step;

        var number = credit.Parts.Length + 1;
        var id = Id<CreditPayment>.Derive(refund.Id, number);
        var room = step.Head.RefundableToCredit + amount;
        var negative = new Money(-amount.MinorUnits, amount.Currency);
        return new RefundProgress.Step(
            step.Head.RefundToCredit(amount),
            refund with
            {
                ToCredit = credit with
                {
                    Reserved = credit.Reserved - amount,
                    Parts = credit.Parts.Add(new CreditPart(number, id, amount, room, at)),
                },
            },
            new CreditPayment(
                id,
                Key.ForId(id),
                refund.Order!.Value,
                $"Refund {refund.Key}",
                negative,
                negative,
                ImmutableDictionary<string, string>.Empty,
                at,
                refund.Id));
    }
}
