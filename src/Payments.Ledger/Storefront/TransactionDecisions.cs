using System.Collections.Immutable;
using Payments.Ledger.Authorizations;
using Payments.Ledger.Balances;
using Payments.Ledger.Captures;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>What a recorded transaction means to the ledger, derived from its type.</summary>
public enum TransactionMeaning
{
    /// <summary>No effect: it failed, or its type has no meaning here.</summary>
    None,

    /// <summary>Funds were reserved on the card.</summary>
    Authorization,

    /// <summary>Money was captured.</summary>
    Capture,

    /// <summary>Money was refunded.</summary>
    Refund,

    /// <summary>An authorization, or the uncaptured rest of one, was released.</summary>
    Void,

    /// <summary>Money was taken in one step: authorization and capture in one.</summary>
    Sale,

    /// <summary>The card's bank took money back.</summary>
    Chargeback,
}

/// <summary>Records a processor operation that the storefront has executed itself.</summary>
/// <param name="Transaction">As the storefront sent it, its effect not known yet.</param>
/// <param name="Meaning">What its type means.</param>
/// <param name="Amount">Its amount without sign; null if it has none.</param>
/// <param name="Processor">
/// <see cref="ProcessorName.External"/>, because the storefront's own processor is not one of this service; or the one
/// of this service that shares a merchant account with it, and executes what draws on the operation through another
/// API.
/// </param>
/// <param name="Unique">The unique number for the id of what it becomes: an authorization, a capture, a refund.</param>
public sealed record RecordTransaction(
    Transaction Transaction,
    TransactionMeaning Meaning,
    Money? Amount,
    ProcessorName Processor,
    Guid Unique,
    DateTimeOffset At);

/// <summary>
/// Decides what may be recorded on an OrderCloud payment. The money has moved already, at the storefront's own
/// processor: the ledger records it as an authorization, a capture, a refund or a reversal, so that the other dialects
/// show it and can't refund it a second time.
/// </summary>
public static class TransactionDecisions
{
    /// <summary>The transaction, with its effect.</summary>
    public static Decision<Transaction> Decide(LedgerHead head, IEnumerable<Record> records, RecordTransaction command)
    {
        if (head.Find(command.Transaction.Payment) is not { } payment)
            return Decision<Transaction>.Reject(RejectionReason.UnknownPayment, "There is no such payment.");
        if (records.OfType<Transaction>().Any(found => found.RecordKey == command.Transaction.RecordKey))
        {
            return Decision<Transaction>.Reject(
                RejectionReason.IdTaken, $"The payment already has a transaction {command.Transaction.Id}.");
        }

        if (command.Meaning != TransactionMeaning.None && (command.Amount?.Currency ?? head.Currency) != head.Currency)
            return Decision<Transaction>.Reject(RejectionReason.CurrencyMismatch, $"The order is in {head.Currency}.");

        var start = new RecordedEffect(head, payment, command);
        var effect = command.Meaning switch
        {
            TransactionMeaning.None => start,
            TransactionMeaning.Authorization => RecordAuthorization(start),
            TransactionMeaning.Capture => RecordCapture(start, records),
            TransactionMeaning.Sale => RecordSale(start, records),
            TransactionMeaning.Refund => RecordedRefund.Record(
                start, capture => start.IsOfPayment(capture.Authorization), command.Amount),
            TransactionMeaning.Chargeback => RecordedRefund.RecordChargeback(start),
            TransactionMeaning.Void => RecordedVoid.Record(start, records),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.Meaning, "Unknown meaning."),
        };
        if (effect.Rejection is not null) return new Decision<Transaction>.Rejected(effect.Rejection);

        var transaction = command.Transaction with { Effect = effect.Effect };
        return Decision<Transaction>.Accept(
            transaction,
            LedgerChanges.Create(effect.Head, command.At, [(ChangeType.Insert, transaction), .. effect.Changes]));
    }

    private static RecordedEffect RecordAuthorization(RecordedEffect start)
    {
        var amount = start.Command.Amount ?? start.PaymentAmount;
        if (amount.IsZero) return start;
        if (start.Head.Authorizations.Length >= LedgerHead.MaxEntries)
            return start with { Rejection = Limits.RejectTooMany("authorizations") };
        var authorization = start.NewAuthorization(amount);
        return start.Insert(authorization) with
        {
            Head = start.Head with
            {
                Authorizations = start.Head.Authorizations.Add(AuthorizationDecisions.ToBalance(authorization)),
            },
            Effect = TransactionEffect.None with { Authorization = authorization.Id },
        };
    }

    /// <summary>
    /// Taken from the payment's oldest authorization with enough left. A payment that has none was charged in one step.
    /// </summary>
    private static RecordedEffect RecordCapture(RecordedEffect start, IEnumerable<Record> records)
    {
        var own = start.Authorizations.Where(found => !found.Implied && !found.Reversed).ToList();
        if (own.Count == 0) return RecordSale(start, records);

        var amount = start.Command.Amount
            ?? own
                .Where(found => found.Capturable.IsPositive)
                .Select(found => (Money?)found.Capturable)
                .FirstOrDefault();
        if (amount is not { IsPositive: true } taken)
            return start.Reject(RejectionReason.InsufficientFunds, "The payment has nothing left to capture.");
        if (own.FirstOrDefault(found => found.Capturable >= taken) is not { } roomy)
        {
            return start.Reject(
                RejectionReason.InsufficientFunds, $"{taken} exceeds what the payment's authorizations have left.");
        }

        return start.Head.Captures.Length >= LedgerHead.MaxEntries
            ? start with { Rejection = Limits.RejectTooMany("captures") }
            : RecordCapture(start, start.Get(records, roomy.Id), roomy, taken);
    }

    /// <summary>
    /// Authorized and captured at once: the authorization is implied, as large as its captures, and all that is
    /// captured of a payment is at most its amount.
    /// </summary>
    private static RecordedEffect RecordSale(RecordedEffect start, IEnumerable<Record> records)
    {
        var own = start.Authorizations.Where(found => !found.Reversed).ToList();
        var captured = own.Sum(start.Head.Currency, found => found.Captured + found.PendingCaptures);
        var amount = start.Command.Amount ?? start.PaymentAmount - captured;
        if (!amount.IsPositive)
            return start.Reject(RejectionReason.InsufficientFunds, "The payment has nothing left to capture.");
        if (captured + amount > start.PaymentAmount)
        {
            return start.Reject(
                RejectionReason.InsufficientFunds,
                $"{captured} of the payment's {start.PaymentAmount} is captured; a further {amount} exceeds it.");
        }

        return start.Head.Captures.Length >= LedgerHead.MaxEntries
            ? start with { Rejection = Limits.RejectTooMany("captures") }
            : RecordSale(start, records, own.FirstOrDefault(standing => standing.Implied), amount);
    }

    private static RecordedEffect RecordSale(
        RecordedEffect start, IEnumerable<Record> records, AuthorizationBalance? implied, Money amount)
    {
        if (implied is not null)
        {
            var larger = start.Get(records, implied.Id) with { Amount = implied.Amount + amount };
            var grown = implied with { Amount = larger.Amount };
            return RecordCapture(start.Update(larger) with { Head = start.Head.With(grown) }, larger, grown, amount);
        }

        if (start.Head.Authorizations.Length >= LedgerHead.MaxEntries)
            return start with { Rejection = Limits.RejectTooMany("authorizations") };
        var authorization = start.NewAuthorization(amount);
        var balance = AuthorizationDecisions.ToBalance(authorization) with { Implied = true };
        var opened = start.Insert(authorization) with
        {
            Head = start.Head with { Authorizations = start.Head.Authorizations.Add(balance) },
        };
        return RecordCapture(opened, authorization, balance, amount);
    }

    private static RecordedEffect RecordCapture(
        RecordedEffect start, Authorization authorization, AuthorizationBalance balance, Money amount)
    {
        var id = start.NewCaptureId();
        var capture = new Capture(
            id,
            Key.ForId(id),
            authorization.Id,
            authorization.Key,
            authorization.Order,
            amount,
            new CaptureOutcome.Succeeded(start.Command.Transaction.Id.Value),
            ImmutableDictionary<string, string>.Empty,
            authorization.ProcessorReference,
            start.Command.At,
            start.Command.Processor);
        return start.Insert(capture) with
        {
            Head = CaptureDecisions.Count(start.Head, balance, capture),
            Effect = TransactionEffect.None with { Capture = id },
        };
    }
}
