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
    /// The credit once the processor has sent the money, accepted to, or declined to; null if its outcome was known
    /// already, or nothing changes.
    /// </summary>
    public static LedgerChanges? Settle(LedgerHead head, Credit credit, ProcessorOutcome outcome, DateTimeOffset at)
    {
        if (credit.Status != CreditStatus.Authorized) return null;
        return outcome switch
        {
            ProcessorOutcome.Accepted when credit.WithProcessorSince is not null => null,
            ProcessorOutcome.Accepted accepted => LedgerChanges.Create(
                head,
                at,
                (ChangeType.Update, credit with
                {
                    SettlementReference = accepted.Reference,
                    WithProcessorSince = at,
                })),
            ProcessorOutcome.Succeeded done => LedgerChanges.Create(
                head,
                at,
                (ChangeType.Update, credit with
                {
                    Status = CreditStatus.Settled,
                    SettlementReference = done.Reference,
                })),
            ProcessorOutcome.Declined rejected => LedgerChanges.Create(
                Count(head, credit, -1),
                at,
                (ChangeType.Update, credit with
                {
                    Status = CreditStatus.Failed,
                    SettlementReference = rejected.Reference ?? credit.SettlementReference,
                })),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
        };
    }

    /// <summary>
    /// The credit in line with what the processor says of its settlement now, after it has ended; null if nothing
    /// changes. Money that came back is no longer counted as sent.
    /// </summary>
    public static LedgerChanges? ApplyNews(LedgerHead head, Credit credit, ProcessorOutcome outcome, DateTimeOffset at)
    {
        var (status, sign) = (credit.Status, outcome) switch
        {
            (CreditStatus.Settled, ProcessorOutcome.Declined) => (CreditStatus.Failed, -1),
            (CreditStatus.Failed, ProcessorOutcome.Succeeded) => (CreditStatus.Settled, 1),
            _ => (credit.Status, 0),
        };
        return sign == 0
            ? null
            : LedgerChanges.Create(
                Count(head, credit, sign), at, (ChangeType.Update, credit with { Status = status }));
    }

    private static LedgerHead Count(LedgerHead head, Credit credit, int sign) =>
        credit.Status == CreditStatus.Declined
            ? head
            : head with { OpenCredits = head.OpenCredits + new Money(sign * credit.Amount.MinorUnits, head.Currency) };
}
