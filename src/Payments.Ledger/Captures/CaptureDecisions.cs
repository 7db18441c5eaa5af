using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Captures;

/// <summary>
/// Decides on captures. A capture is stored as pending, its amount counted on the authorization, before the processor
/// is called: so the processor can never do more than the ledger allows, and nothing it did can be lost.
/// </summary>
public static class CaptureDecisions
{
    /// <summary>Creates a pending capture of at most what the authorization has left.</summary>
    public static Decision<Capture> Begin(LedgerHead head, Authorization authorization, TakeCapture command)
    {
        if (Check(head, authorization, command) is { } rejection) return new Decision<Capture>.Rejected(rejection);

        var balance = head.GetRequired(authorization.Id);
        var capture = command.CreateCapture(authorization, balance.Capturable);
        var changed = head.With(balance with { PendingCaptures = balance.PendingCaptures + capture.Amount });
        return Decision<Capture>.Accept(
            capture, LedgerChanges.Create(changed, command.At, (ChangeType.Insert, capture)));
    }

    /// <summary>The capture with the processor's outcome; null if it had ended already, or nothing changes.</summary>
    public static (Capture Capture, LedgerChanges Changes)? Conclude(
        LedgerHead head, Capture capture, ProcessorOutcome outcome, DateTimeOffset at)
    {
        if (capture.Status != CaptureStatus.Pending) return null;
        if (outcome is ProcessorOutcome.Accepted accepted)
        {
            if (capture.Outcome is CaptureOutcome.WithProcessor) return null;
            var held = capture with { Outcome = new CaptureOutcome.WithProcessor(accepted.Reference, at) };
            return (held, LedgerChanges.Create(head, at, (ChangeType.Update, held)));
        }

        var balance = head.GetRequired(capture.Authorization);
        var taken = balance with { PendingCaptures = balance.PendingCaptures - capture.Amount };
        var concluded = capture with
        {
            Outcome = outcome switch
            {
                ProcessorOutcome.Succeeded done => new CaptureOutcome.Succeeded(done.Reference),
                ProcessorOutcome.Declined rejected => new CaptureOutcome.Declined(rejected.Decline),
                _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
            },
        };
        var changed = outcome is ProcessorOutcome.Succeeded ? Count(head, taken, concluded) : head.With(taken);
        return (concluded, LedgerChanges.Create(changed, at, (ChangeType.Update, concluded)));
    }

    /// <summary>The head with a successful capture's balance added, and its authorization's replaced.</summary>
    internal static LedgerHead Count(LedgerHead head, AuthorizationBalance authorization, Capture capture)
    {
        var zero = Money.Zero(capture.Amount.Currency);
        var balance = new CaptureBalance(
            capture.Id,
            capture.Authorization,
            capture.Amount,
            zero,
            zero,
            zero,
            capture.CreatedAt,
            OnSharedAccount: authorization.Payment is not null && capture.Processor is { IsExternal: false },
            head.Captures.Length < LedgerHead.MaxAtProcessor
                && capture.AtProcessor is { Reference.Length: <= LedgerHead.MaxReferenceLength } reference
                    ? reference
                    : null);
        return head.With(authorization with { Captured = authorization.Captured + capture.Amount }) with
        {
            Captures = head.Captures.Add(balance),
        };
    }

    private static Rejection? Check(LedgerHead head, Authorization authorization, TakeCapture command)
    {
        var balance = head.Find(authorization.Id);
        if (balance is null || balance.Reversed)
            return new Rejection(RejectionReason.NotAuthorized, $"Authorization {authorization.Key} is not active.");
        if (balance.IsExternal)
        {
            return new Rejection(
                RejectionReason.NotAuthorized,
                $"Authorization {authorization.Key} was recorded by the storefront, and its own processor has the "
                + "funds: capture it there, and record the capture.");
        }

        var request = command.Request;
        var currency = request.Amount?.Currency ?? request.Currency ?? head.Currency;
        if (currency != head.Currency || (request.Currency ?? currency) != currency)
        {
            return new Rejection(
                RejectionReason.CurrencyMismatch, $"Authorization {authorization.Key} is in {head.Currency}.");
        }

        if (request.Amount is { IsPositive: false })
            return new Rejection(RejectionReason.AmountNotPositive, "The amount must be greater than zero.");
        if (balance.IsExpired(command.At))
        {
            return new Rejection(
                RejectionReason.Expired, $"Authorization {authorization.Key} expired at {balance.ExpiresAt:O}.");
        }

        if (head.Captures.Length >= LedgerHead.MaxEntries) return Limits.RejectTooMany("captures");
        if (!balance.Capturable.IsPositive || request.Amount > balance.Capturable)
        {
            return new Rejection(
                RejectionReason.InsufficientFunds,
                $"Only {balance.Capturable} of authorization {authorization.Key} is left to capture.");
        }

        return null;
    }
}
