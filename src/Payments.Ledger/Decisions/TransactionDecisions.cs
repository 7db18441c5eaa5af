using System.Collections.Immutable;

namespace Payments.Ledger;

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

    /// <summary>An authorization was given back.</summary>
    Void,
}

/// <summary>Records a processor operation that the storefront has made itself.</summary>
/// <param name="Transaction">As the storefront has it, its effect not known yet.</param>
/// <param name="Meaning">What its type means.</param>
/// <param name="Amount">Its amount without sign; null where it named none.</param>
/// <param name="Unique">Names what it becomes: an authorization, a capture, a refund.</param>
/// <param name="At">UTC.</param>
public sealed record RecordTransaction(
    Transaction Transaction, TransactionMeaning Meaning, Money? Amount, Guid Unique, DateTimeOffset At);

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
            return Decision<Transaction>.No(RefusalReason.UnknownPayment, "There is no such payment.");
        if (records.OfType<Transaction>().Any(found => found.RecordKey == command.Transaction.RecordKey))
        {
            return Decision<Transaction>.No(
                RefusalReason.IdTaken, $"The payment has a transaction {command.Transaction.Id} already.");
        }


        if (command.Meaning != TransactionMeaning.None && (command.Amount?.Currency ?? head.Currency) != head.Currency)
            return Decision<Transaction>.No(RefusalReason.CurrencyMismatch, $"The order is in {head.Currency}.");

        var start = new RecordedEffect(head, payment, command);
        var effect = command.Meaning switch
        {
            TransactionMeaning.None => start,
            TransactionMeaning.Authorization => Authorized(start),
            TransactionMeaning.Capture => Captured(start, records),
            TransactionMeaning.Refund => Refunded(
                start, capture => start.IsOfPayment(capture.Authorization), command.Amount),
            TransactionMeaning.Void => Voided(start, records),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.Meaning, "No such meaning."),
        };
        if (effect.Refusal is not null) return new Decision<Transaction>.Refused(effect.Refusal);

        var transaction = command.Transaction with { Effect = effect.Effect };
        return Decision<Transaction>.Yes(
            transaction,
            LedgerChanges.Of(effect.Head, command.At, [(ChangeType.Insert, transaction), .. effect.Changes]));
    }

    private static RecordedEffect Authorized(RecordedEffect start)
    {
        var amount = start.Command.Amount ?? start.PaymentAmount;
        if (amount.IsZero) return start;
        if (start.Head.Authorizations.Length >= LedgerHead.MaximumEntries)
            return start with { Refusal = Limits.TooMany("authorizations") };
        var authorization = start.NewAuthorization(amount);
        return start.Inserted(authorization) with
        {
            Head = start.Head with
            {
                Authorizations = start.Head.Authorizations.Add(AuthorizationDecisions.BalanceOf(authorization)),
            },
            Effect = TransactionEffect.None with { Authorization = authorization.Id },
        };
    }

    /// <summary>
    /// Taken from the payment's oldest authorization that has room. A payment that has none was charged in one step, a
    /// sale: then an authorization is implied, as large as its captures are, and they may come to the payment's amount.
    /// </summary>
    private static RecordedEffect Captured(RecordedEffect start, IEnumerable<Record> records)
    {
        var own = start.Authorizations.ToList();
        var captured = own.Sum(start.Head.Currency, authorization => authorization.Captured);
        var amount = start.Command.Amount
            ?? own.Where(found => found.Room.IsPositive).Select(found => (Money?)found.Room).FirstOrDefault()
            ?? start.PaymentAmount - captured;
        if (!amount.IsPositive)
            return start.Refused(RefusalReason.InsufficientFunds, "The payment has nothing left to capture.");
        if (start.Head.Captures.Length >= LedgerHead.MaximumEntries)
            return start with { Refusal = Limits.TooMany("captures") };

        var roomy = own.FirstOrDefault(authorization => !authorization.Implied && authorization.Room >= amount);
        if (roomy is not null)
            return Captured(start, Record(records, roomy.Id), roomy, amount);
        if (own.Any(authorization => !authorization.Implied && !authorization.Reversed))
        {
            return start.Refused(
                RefusalReason.InsufficientFunds, $"{amount} is more than the payment's authorizations have left.");
        }

        if (captured + amount > start.PaymentAmount)
        {
            return start.Refused(
                RefusalReason.InsufficientFunds,
                $"{captured} of the payment's {start.PaymentAmount} is captured; {amount} more is too much.");
        }

        return Sold(start, records, own.FirstOrDefault(standing => standing.Implied && !standing.Reversed), amount);
    }

    private static RecordedEffect Sold(
        RecordedEffect start, IEnumerable<Record> records, AuthorizationBalance? implied, Money amount)
    {
        if (implied is not null)
        {
            var larger = Record(records, implied.Id) with { Amount = implied.Amount + amount };
            var grown = implied with { Amount = larger.Amount };
            return Captured(start.Updated(larger) with { Head = start.Head.With(grown) }, larger, grown, amount);
        }

        if (start.Head.Authorizations.Length >= LedgerHead.MaximumEntries)
            return start with { Refusal = Limits.TooMany("authorizations") };
        var authorization = start.NewAuthorization(amount);
        var balance = AuthorizationDecisions.BalanceOf(authorization) with { Implied = true };
        var opened = start.Inserted(authorization) with
        {
            Head = start.Head with { Authorizations = start.Head.Authorizations.Add(balance) },
        };
        return Captured(opened, authorization, balance, amount);
    }

    private static RecordedEffect Captured(
        RecordedEffect start, Authorization authorization, AuthorizationBalance balance, Money amount)
    {
        var id = start.NewCaptureId();
        var capture = new Capture(
            id,
            new Key(id.ToString()),
            authorization.Id,
            authorization.Key,
            authorization.Order,
            amount,
            CaptureStatus.Succeeded,
            Decline: null,
            ImmutableDictionary<string, string>.Empty,
            authorization.ProcessorReference,
            start.Command.Transaction.Id.Value,
            start.Command.At);
        return start.Inserted(capture) with
        {
            Head = CaptureDecisions.Counted(start.Head, balance, capture),
            Effect = TransactionEffect.None with { Capture = id },
        };
    }

    /// <summary>
    /// Counted against the payment's captures at once. A payment by other means than a card, with nothing captured, has
    /// no balance here that the refund could be taken from: it is recorded, and that is all.
    /// </summary>
    private static RecordedEffect Refunded(RecordedEffect start, Func<CaptureBalance, bool> usable, Money? wanted)
    {
        if (start.Payment.Type != PaymentType.CreditCard && !start.Head.Captures.Any(usable)) return start;

        var rooms = RefundRooms.Of(start.Head, RefundScope.WholeLedger, usable).ToList();
        var available = Available(start.Head, rooms);
        var amount = wanted ?? available;
        if (!amount.IsPositive || amount > available)
        {
            return start.Refused(
                RefusalReason.InsufficientFunds,
                $"{available} of the payment is captured and neither refunded nor reserved.");
        }

        return start.WithRefund(amount, Allocator.Allocate(AllocationPolicy.FewestCaptures, amount, rooms));
    }

    /// <summary>
    /// The payment's newest authorization is given back. What was captured of it, not settled yet, went back with it:
    /// that counts as refunded, or a later refund would pay it a second time.
    /// </summary>
    private static RecordedEffect Voided(RecordedEffect start, IEnumerable<Record> records)
    {
        if (start.Authorizations.LastOrDefault(found => !found.Reversed) is not { } balance) return start;

        var reversed = Record(records, balance.Id) with { Status = AuthorizationStatus.Reversed };
        var given = start.Updated(reversed) with
        {
            Head = start.Head.With(balance with { Reversed = true }),
            Effect = TransactionEffect.None with { Authorization = balance.Id },
        };
        var rooms = RefundRooms.Of(given.Head, RefundScope.WholeLedger, capture => capture.Authorization == balance.Id);
        return Available(given.Head, rooms).IsPositive
            ? Refunded(given, capture => capture.Authorization == balance.Id, wanted: null)
            : given;
    }

    /// <summary>What rooms hold, as far as it isn't held by refunds of the whole ledger that may need it.</summary>
    private static Money Available(LedgerHead head, IEnumerable<CaptureRoom> rooms) => Money.Min(
        rooms.Sum(head.Currency, room => room.Amount), head.Captured - head.Refunded - head.Reserved);

    private static Authorization Record(IEnumerable<Record> records, Id<Authorization> id) =>
        records.OfType<Authorization>().First(found => found.Id == id);
}
