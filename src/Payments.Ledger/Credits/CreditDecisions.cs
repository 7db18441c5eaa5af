using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Credits;

/// <summary>
/// Decides on open credits. They belong to no capture, so none of an order's balances limits them
/// (commerce-hub-credits.md, part 7); the head only keeps their sum.
/// </summary>
public static class CreditDecisions
{
    /// <summary>Why a credit is not allowed, checked before the processor is called; null if it is.</summary>
    public static Rejection? Check(LedgerHead? head, Money amount)
    {
        if (head is not null && head.Currency != amount.Currency)
            return new Rejection(RejectionReason.CurrencyMismatch, $"The order is in {head.Currency}.");
        return amount.IsPositive
            ? null
            : new Rejection(RejectionReason.AmountNotPositive, "The amount must be greater than zero.");
    }

    /// <summary>The credit with the processor's response: authorized and to be settled, or declined.</summary>
    public static Decision<Credit> Decide(LedgerHead? head, GiveCredit command, CreditAnswer answer)
    {
        if (Check(head, command.Terms.Amount) is { } rejection) return new Decision<Credit>.Rejected(rejection);
        var current = head ?? LedgerHead.Open(command.Terms.Amount.Currency);
        var credit = command.CreateCredit(answer);
        return Decision<Credit>.Accept(
            credit, LedgerChanges.Create(Count(current, credit, 1), command.At, (ChangeType.Insert, credit)));
    }

    /// <summary>
    /// The credit once the processor has sent the money, or declined to; null if its outcome was known already.
    /// </summary>
    public static LedgerChanges? Settle(LedgerHead head, Credit credit, ProcessorOutcome outcome, DateTimeOffset at)
    {
        if (credit.Status != CreditStatus.Authorized) return null;
        return outcome switch
        {
            ProcessorOutcome.Succeeded => LedgerChanges.Create(
                head, at, (ChangeType.Update, credit with { Status = CreditStatus.Settled })),
            ProcessorOutcome.Declined => LedgerChanges.Create(
                Count(head, credit, -1), at, (ChangeType.Update, credit with { Status = CreditStatus.Failed })),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
        };
    }

    private static LedgerHead Count(LedgerHead head, Credit credit, int sign) =>
        credit.Status == CreditStatus.Declined
            ? head
            : head with { OpenCredits = head.OpenCredits + new Money(sign * credit.Amount.MinorUnits, head.Currency) };
}
