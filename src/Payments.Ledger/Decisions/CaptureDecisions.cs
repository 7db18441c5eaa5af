using System.Collections.Immutable;

namespace Payments.Ledger;

/// <summary>Takes money from an authorization.</summary>
/// <param name="Id">The id it gets.</param>
/// <param name="Key">The caller's key; null for none.</param>
/// <param name="Amount">How much; null for all that is left.</param>
/// <param name="Currency">The caller's word for the currency; null for the authorization's.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="At">UTC.</param>
public sealed record TakeCapture(
    Id<Capture> Id,
    Key? Key,
    Money? Amount,
    Currency? Currency,
    ImmutableDictionary<string, string> Attributes,
    DateTimeOffset At);

/// <summary>
/// What may be done with captures. A capture is pending, its part of the authorization taken, before the processor is
/// asked: so nothing the processor does can be more than the ledger allows, and nothing it did can be forgotten.
/// </summary>
public static class CaptureDecisions
{
    /// <summary>A pending capture of at most what the authorization has left.</summary>
    public static Decision<Capture> Begin(LedgerHead head, Authorization authorization, TakeCapture command)
    {
        if (Check(head, authorization, command) is { } refusal) return new Decision<Capture>.Refused(refusal);

        var balance = head.Get(authorization.Id);
        var capture = new Capture(
            command.Id,
            command.Key ?? new Key(command.Id.ToString()),
            authorization.Id,
            authorization.Key,
            authorization.Order,
            command.Amount ?? balance.Room,
            CaptureOutcome.Pending.Instance,
            command.Attributes,
            authorization.ProcessorReference,
            command.At,
            authorization.Processor);
        var changed = head.With(balance with { Capturing = balance.Capturing + capture.Amount });
        return Decision<Capture>.Yes(capture, LedgerChanges.Of(changed, command.At, (ChangeType.Insert, capture)));
    }

    /// <summary>
    /// The capture once the processor took the money, or refused to. Null if it had come to its end before.
    /// </summary>
    public static (Capture Capture, LedgerChanges Changes)? Conclude(
        LedgerHead head, Capture capture, ProcessorVerdict verdict, DateTimeOffset at)
    {
        if (capture.Outcome is not CaptureOutcome.Pending) return null;
        var balance = head.Get(capture.Authorization);
        var taken = balance with { Capturing = balance.Capturing - capture.Amount };
        var (concluded, changed) = verdict switch
        {
            ProcessorVerdict.Done done => (
                capture with { Outcome = new CaptureOutcome.Succeeded(done.Reference) },
                Counted(head, taken, capture)),
            ProcessorVerdict.Refused refused => (
                capture with { Outcome = new CaptureOutcome.Declined(refused.Decline) },
                head.With(taken)),
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
        };
        return (concluded, LedgerChanges.Of(changed, at, (ChangeType.Update, concluded)));
    }

    /// <summary>The head with a succeeded capture's balance added, and its authorization's replaced.</summary>
    internal static LedgerHead Counted(LedgerHead head, AuthorizationBalance authorization, Capture capture)
    {
        var zero = Money.Zero(capture.Amount.Currency);
        var balance = new CaptureBalance(
            capture.Id, capture.Authorization, capture.Amount, zero, zero, zero, capture.CreatedAt);
        return head.With(authorization with { Captured = authorization.Captured + capture.Amount }) with
        {
            Captures = head.Captures.Add(balance),
        };
    }

    private static Refusal? Check(LedgerHead head, Authorization authorization, TakeCapture command)
    {
        var balance = head.Find(authorization.Id);
        if (balance is null || balance.Reversed)
            return new Refusal(RefusalReason.NotAuthorized, $"Authorization {authorization.Key} does not stand.");
        var currency = command.Amount?.Currency ?? command.Currency ?? head.Currency;
        if (currency != head.Currency || (command.Currency ?? currency) != currency)
        {
            return new Refusal(
                RefusalReason.CurrencyMismatch, $"Authorization {authorization.Key} is in {head.Currency}.");
        }

        if (command.Amount is { IsPositive: false })
            return new Refusal(RefusalReason.AmountNotPositive, "The amount must be more than zero.");
        if (balance.IsExpired(command.At))
        {
            return new Refusal(
                RefusalReason.Expired, $"Authorization {authorization.Key} expired at {balance.ExpiresAt:O}.");
        }

        if (head.Captures.Length >= LedgerHead.MaximumEntries) return Limits.TooMany("captures");
        if (!balance.Room.IsPositive || command.Amount > balance.Room)
        {
            return new Refusal(
                RefusalReason.InsufficientFunds,
                $"Authorization {authorization.Key} has {balance.Room} left to capture of {balance.Amount}.");
        }

        return null;
    }
}
