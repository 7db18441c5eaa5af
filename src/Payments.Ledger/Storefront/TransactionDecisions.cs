using System.Collections.Immutable;
using Payments.Ledger.Authorizations;
using Payments.Ledger.Balances;
using Payments.Ledger.Captures;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>What a recorded transaction means to the ledger, by its type's name.</summary>
public enum TransactionMeaning
{
    /// <summary>Nothing: it failed, or its type says nothing to us.</summary>
    None,

    /// <summary>Funds were set aside.</summary>
    Authorization,

    /// <summary>Money was taken.</summary>
    Capture,

    /// <summary>Money was given back.</summary>
    Refund,

    /// <summary>An authorization, or the uncaptured rest of one, was given back.</summary>
    Void,

    /// <summary>Money was taken in one step: authorization and capture in one.</summary>
    Sale,

    /// <summary>The card's bank took money back.</summary>
    Chargeback,
}

/// <summary>Records a processor operation that the storefront has made itself.</summary>
/// <param name="Transaction">As the storefront has it, its effect not known yet.</param>
/// <param name="Meaning">What its type means.</param>
/// <param name="Amount">Its amount without sign; null where it named none.</param>
/// <param name="Processor">
/// Where a refund of it through another API is to be asked for. The storefront's own processor is none of ours: the
/// best guess is the one that new authorizations go to, which is asked by the storefront's id of the transaction.
/// </param>
/// <param name="Unique">Names what it becomes: an authorization, a capture, a refund.</param>
/// <param name="At">UTC.</param>
public sealed record RecordTransaction(
    Transaction Transaction,
    TransactionMeaning Meaning,
    Money? Amount,
    ProcessorName Processor,
    Guid Unique,
    DateTimeOffset At);

/// <summary>
/// What may be recorded on an OrderCloud payment. The money has moved already, at the storefront's own processor: the
/// ledger takes it in as an authorization, a capture, a refund or a reversal, so that the other dialects see it and no
/// refund of theirs gives it back a second time.
/// </summary>
public static class TransactionDecisions
{
    /// <summary>The transaction, with what it became.</summary>
    public static Decision<Transaction> Decide(LedgerHead head, IEnumerable<Record> records, RecordTransaction command)
    {
        if (head.Find(command.Transaction.Payment) is not { } payment)
            return Decision<Transaction>.Reject(RejectionReason.UnknownPayment, "There is no such payment.");
        if (records.OfType<Transaction>().Any(found => found.RecordKey == command.Transaction.RecordKey))
        {
            return Decision<Transaction>.Reject(
                RejectionReason.IdTaken, $"The payment has a transaction {command.Transaction.Id} already.");
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
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.Meaning, "No such meaning."),
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
    /// Taken from the payment's oldest authorization that has room. A payment that has none was charged in one step.
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
                RejectionReason.InsufficientFunds, $"{taken} is more than the payment's authorizations have left.");
        }

        return start.Head.Captures.Length >= LedgerHead.MaxEntries
            ? start with { Rejection = Limits.RejectTooMany("captures") }
            : RecordCapture(start, start.Get(records, roomy.Id), roomy, taken);
    }

    /// <summary>
    /// Authorized and taken at once: the authorization is implied, as large as its captures are, and all that is taken
    /// of a payment comes to its amount at the most.
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
                $"{captured} of the payment's {start.PaymentAmount} is captured; {amount} more is too much.");
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
