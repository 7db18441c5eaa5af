using Payments.Ledger.Authorizations;
using Payments.Ledger.Balances;
using Payments.Ledger.Captures;
using Payments.Ledger.CreditPayments;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Orders;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;
using Payments.Ledger.Storefront;

namespace Payments.Ledger.Tests.Refunds;

/// <summary>A ledger with its records, kept as a store would keep them, and a clock.</summary>
internal sealed class SimulatedLedger
{
    private static readonly PaymentId Payment = PaymentId.From("card");
    private static readonly TransactionMeaning[] Meanings = Enum.GetValues<TransactionMeaning>();
    private static readonly ProcessorOutcome[] Declines = [Given.Declined, Given.Declined, Given.DeclinedForGood];

    private readonly Dictionary<RecordKey, Record> _records = [];
    private readonly HashSet<Id<Refund>> _revived = [];
    private int _made;

    public SimulatedLedger(Currency currency)
    {
        Head = LedgerHead.Open(currency);
        var total = new Money(100_000, currency);
        Take(OrderDecisions.Decide(null, new RegisterOrder(Given.Number, total, Money.Zero(currency), Now)));
        var payment = new Payment(
            Payment, PaymentType.CreditCard, new Money(400, currency), null, null, null, true, Now, null);
        Take(PaymentDecisions.Decide(Head, new CreatePayment(payment, Now)));
    }

    public LedgerHead Head { get; private set; }

    public DateTimeOffset Now { get; private set; } = Given.Start;

    public IEnumerable<Refund> Refunds => _records.Values.OfType<Refund>();

    /// <summary>
    /// The refunds of which a part succeeded after it had failed: they may have more than was requested.
    /// </summary>
    public IReadOnlySet<Id<Refund>> Revived => _revived;

    /// <summary>Those of callers, and the negative ones of refunds.</summary>
    public IEnumerable<CreditPayment> CreditPayments => _records.Values.OfType<CreditPayment>();

    public IEnumerable<Refund> Pending => Refunds.Where(refund => refund.Status == RefundStatus.Pending);

    /// <summary>Executes one command; a rejected one changes nothing.</summary>
    public void Happen(Command command)
    {
        switch (command.Action)
        {
            case Happening.Authorize: Authorize(command); break;
            case Happening.BeginCapture: BeginCapture(command); break;
            case Happening.ConcludeCapture: ConcludeCapture(command); break;
            case Happening.RefundCapture: Request(command, null, Pick(Head.Captures, command)?.Id); break;
            case Happening.RefundAuthorization: Request(command, Pick(Head.Authorizations, command)?.Id, null); break;
            case Happening.RefundWhole: RequestWhole(command); break;
            case Happening.Allocate: Advance(Pick([.. Pending], command), _ => null); break;
            case Happening.Approve: Advance(Pick([.. Pending], command), _ => Given.Done); break;
            case Happening.Decline: Advance(Pick([.. Pending], command), part => Mixed(part, command.Choice)); break;
            case Happening.Cancel: Cancel(Pick([.. Pending], command)); break;
            case Happening.PayByCredit: PayByCredit(command); break;
            case Happening.WaitDays: Now = Now.AddDays(command.Choice % 3); break;
            case Happening.WaitMonths: Now = Now.AddDays(10 * command.Choice); break;
            case Happening.RecordTransaction: RecordTransaction(command); break;
            case Happening.Accept: Advance(Pick([.. Pending], command), _ => Given.Accepted); break;
            case Happening.FailLater: Tell(Pick([.. Refunds], command), command, Given.Declined); break;
            case Happening.SucceedLater: Tell(Pick([.. Refunds], command), command, Given.Done); break;
            case Happening.RefundTenders: RefundTenders(command); break;
            case Happening.ReplaceCredit: ReplaceCredit(command); break;
            case Happening.RemoveCredit: RemoveCredit(command); break;
            case Happening.Dispute: Tell(command, Disputed(command)); break;
            case Happening.Void: Tell(command, new CaptureStanding(Voided: command.Choice % 3 > 0, [])); break;
            default: throw new ArgumentOutOfRangeException(nameof(command), command.Action, "Never heard of.");
        }
    }

    /// <summary>
    /// Takes the next step of a refund with the processor's outcomes of its allocations; null for one still to come.
    /// </summary>
    public void Advance(Refund? refund, Func<Allocation, ProcessorOutcome?> outcome)
    {
        if (refund is null) return;
        var outcomes = refund.Allocations
            .Select(part => (part.Number, Outcome: outcome(part)))
            .Where(said => said.Outcome is not null)
            .ToDictionary(said => said.Number, said => said.Outcome!);
        if (RefundProgress.Advance(Head, refund, outcomes, Now) is not { } step) return;
        Commit(step.Changes);
        Books.NoDeclineIsTriedAgain(refund, step.Refund, Head);
        Assert.Null(RefundProgress.Advance(Head, step.Refund, outcomes, Now));
    }

    /// <summary>The processor tells something else of one part of a refund; the same news twice is no news.</summary>
    private void Tell(Refund? refund, Command command, ProcessorOutcome outcome)
    {
        var parts = refund?.Allocations.Where(part => part is { Decision: not null, ProcessorReference: not null });
        if (refund is null || Pick([.. parts!], command) is not { } told) return;
        var outcomes = new Dictionary<int, ProcessorOutcome> { [told.Number] = outcome };
        var setting = command.Choice % 2 == 0 ? LateFailures.Leave : LateFailures.Reallocate;
        if (told.TakesNothing && outcome is ProcessorOutcome.Succeeded) _revived.Add(refund.Id);
        if (RefundNews.Apply(Head, refund, outcomes, setting, Now) is not { } step) return;
        Commit(step.Changes);
        Books.NoDeclineIsTriedAgain(refund, step.Refund, Head);
        Assert.Null(RefundNews.Apply(Head, step.Refund, outcomes, setting, Now));
    }

    private void Tell(Command command, CaptureStanding standing)
    {
        if (Pick(Head.Captures, command) is not { } balance) return;
        var capture = (Capture)_records[RecordKey.For(balance.Id)];
        if (CaptureNews.Apply(Head, capture, standing, Now) is not { } step) return;
        Commit(step.Changes);
        Assert.Null(CaptureNews.Apply(Head, step.Capture, standing, Now));
    }

    private CaptureStanding Disputed(Command command)
    {
        var status = (DisputeStatus)(command.Choice % 3);
        return new CaptureStanding(
            Voided: false, [new Dispute("dispute", new Money(command.Amount, Head.Currency), status)]);
    }

    /// <summary>A canceled refund releases all of its reservation; a rejected cancellation releases nothing.</summary>
    private void Cancel(Refund? refund)
    {
        if (refund is null) return;
        var (reserved, room) = (Head.Reserved, Head.RefundableToCredit);
        var canceled = Take(RefundCancellation.Decide(Head, refund, Now));
        Assert.Equal(refund.Allocations.IsEmpty && refund.Refunded.IsZero, canceled);
        Assert.Equal(canceled ? reserved - refund.UnallocatedToCards : reserved, Head.Reserved);
        Assert.Equal(canceled ? room + refund.ReservedForCredit : room, Head.RefundableToCredit);
    }

    private static ProcessorOutcome? Mixed(Allocation part, int choice) => ((part.Number + choice) % 4) switch
    {
        0 => null,
        1 => Given.Done,
        _ => Declines[choice % Declines.Length],
    };

    private static T? Pick<T>(IReadOnlyList<T> from, Command command) where T : class =>
        from.Count == 0 ? null : from[command.Pick % from.Count];

    private Money? Amount(Command command) =>
        command.Choice % 6 == 0 ? null : new Money(command.Amount, Head.Currency);

    private void Authorize(Command command)
    {
        // Some are valid for a year, so that some captures of an authorization become too old before others.
        var authorize = Given.Authorize(++_made, 50 + (2L * command.Amount), Head.Currency, Now) with
        {
            ExpiresAt = Now.AddDays(command.Choice % 2 == 0 ? 7 : 365),
        };
        Take(AuthorizationDecisions.Decide(Head, authorize, "auth"));
    }

    private void BeginCapture(Command command)
    {
        if (Pick(Head.Authorizations, command) is not { } balance) return;
        var capture = Given.TakeCapture(++_made, Amount(command)?.MinorUnits, Head.Currency, Now);
        Take(CaptureDecisions.Begin(Head, (Authorization)_records[RecordKey.For(balance.Id)], capture));
    }

    private void ConcludeCapture(Command command)
    {
        var pending = _records.Values.OfType<Capture>()
            .Where(capture => capture.Status == CaptureStatus.Pending)
            .ToList();
        if (Pick(pending, command) is not { } capture) return;
        var outcome = command.Choice % 8 == 7 ? Given.Declined : Given.Done;
        Commit(CaptureDecisions.Conclude(Head, capture, outcome, Now)!.Value.Changes);
    }

    private static bool IsUpTo(Command command) => command.Choice % 5 == 0;

    private void RequestWhole(Command command)
    {
        var free = Head.Captured - Head.Refunded - Head.Reserved;
        var accepted = Request(command, null, null);
        var asked = Amount(command) ?? free;
        if (IsUpTo(command)) asked = Money.Min(asked, free);
        // What refunds have reserved of a capture that is voided or disputed is taken from no other capture.
        var isReduced = Head.Captures.Any(
            capture => capture.Voided || capture.IsExpired(Now) || capture.Refundable != capture.Unrefunded);
        var isExact = Amount(command) is not null && !IsUpTo(command);
        if (isReduced)
        {
            var most = Head.Captures.Sum(Head.Currency, capture => capture.Free);
            Assert.True(!accepted || !isExact || asked <= most);
        }
        else
            Assert.Equal(asked.IsPositive && asked <= free, accepted);
    }

    private bool Request(Command command, Id<Authorization>? authorization, Id<Capture>? capture)
    {
        var request = new RequestRefund(
            Given.Id<Refund>(++_made),
            new RefundRequest(
                Key: null,
                Order: null,
                Authorization: null,
                Capture: null,
                Amount(command),
                Currency: null,
                Given.NoAttributes,
                IsUpTo(command)),
            authorization,
            capture,
            (AllocationPolicy)(command.Choice % Enum.GetValues<AllocationPolicy>().Length),
            Now);
        return RequestAll(request);
    }

    /// <summary>
    /// A refund by order number, to cards and credit payments in any order: accepted if both together can take it.
    /// </summary>
    private void RefundTenders(Command command)
    {
        var before = Head;
        var tenders = (RefundTenders)(command.Choice / 6);
        var request = Given.RequestRefund(++_made, policy: AllocationPolicy.Proportional, at: Now)
            .With(asked => asked with
            {
                Order = Given.Number,
                Amount = Amount(command),
                UpTo = IsUpTo(command),
                Tenders = tenders,
            });
        if (!RequestAll(request)) return;
        var refund = (Refund)_records[RecordKey.For(request.Id)];
        var (cards, credit) = (Head.ReservedOnLedger - before.ReservedOnLedger, refund.ReservedForCredit);
        Assert.Equal(refund.Requested - refund.Released, cards + credit);
        var isPreferred = tenders switch
        {
            Payments.Ledger.Records.RefundTenders.Card => credit.IsZero,
            Payments.Ledger.Records.RefundTenders.Credit => cards.IsZero,
            Payments.Ledger.Records.RefundTenders.CardFirst =>
                credit.IsZero || Head.Refundable(Now).IsZero,
            _ => cards.IsZero || Head.RefundableToCredit.IsZero,
        };
        Assert.True(isPreferred);
    }

    private bool RequestAll(RequestRefund request)
    {
        var accepted = Take(RefundDecisions.Decide(Head, request));
        // A refund of all that is left leaves nothing.
        if (request.Request.Amount is null)
            Assert.IsType<Decision<Refund>.Rejected>(RefundDecisions.Decide(Head, request));
        return accepted;
    }

    private void PayByCredit(Command command)
    {
        var amount = new Money(command.Amount, Head.Currency);
        Take(CreditPaymentDecisions.Decide(Head, new RecordCreditPayment(
            Given.Id<CreditPayment>(++_made),
            new CreditPaymentRequest(Key: null, Given.Number, "Gift card", amount, amount, Given.NoAttributes),
            Now)));
    }

    private void ReplaceCredit(Command command)
    {
        if (Pick([.. CreditPayments], command) is not { } payment) return;
        var amount = new Money(command.Amount, Head.Currency);
        var without = Head.CreditPayments - payment.Amount;
        var replaced = Take(CreditPaymentDecisions.Replace(Head, payment, new RecordCreditPayment(
            payment.Id,
            new CreditPaymentRequest(Key: null, Given.Number, "Gift card", amount, amount, Given.NoAttributes),
            Now)));
        if (payment.Refund is not null || without + amount < Head.CreditPayments - Head.RefundableToCredit)
            Assert.False(replaced);
    }

    private void RemoveCredit(Command command)
    {
        if (Pick([.. CreditPayments], command) is not { } payment) return;
        var isFree = payment.Refund is null && payment.Amount <= Head.RefundableToCredit;
        Assert.Equal(isFree, Take(CreditPaymentDecisions.Remove(Head, payment, Now)));
    }

    private void RecordTransaction(Command command)
    {
        var transaction = new Transaction(
            Payment,
            TransactionId.From($"t{++_made}"),
            "any",
            Now,
            Amount: null,
            Currency: null,
            Succeeded: true,
            ResultCode: null,
            ResultMessage: null,
            Extension: null,
            TransactionEffect.None,
            Now);
        var meaning = Meanings[command.Pick % Meanings.Length];
        var amount = Amount(command);
        var processor = command.Choice % 2 == 0 ? ProcessorName.External : ProcessorName.Sandbox;
        var (before, rest) = (Head, Uncaptured);
        var taken = Take(TransactionDecisions.Decide(Head, _records.Values, new RecordTransaction(
            transaction, meaning, amount, processor, Given.Unique(_made), Now)));
        if (!taken || meaning != TransactionMeaning.Void || amount is not { IsPositive: true } || amount > rest) return;
        Assert.Equal(before.Captures, Head.Captures);
        Assert.Equal(rest - amount, Uncaptured);
        var opened = Head.Balance(Now) - before.Balance(Now);
        Assert.True(opened.MinorUnits >= 0 && opened <= amount);
        if (Head.Refunded.IsZero) Assert.Equal(amount, opened);
    }

    /// <summary>What is authorized and not captured on the storefront's payment.</summary>
    private Money? Uncaptured => Head.Authorizations
        .Where(found => found.Payment == Payment)
        .Sum(Head.Currency, found => found.Capturable);

    private bool Take<T>(Decision<T> decision)
    {
        if (decision is Decision<T>.Accepted accepted) Commit(accepted.Changes);
        return decision is Decision<T>.Accepted;
    }

    private void Commit(LedgerChanges changes)
    {
        var sequence = Head.Sequence;
        foreach (var entry in changes.Entries)
        {
            Assert.Equal(sequence++, entry.Sequence);
            Assert.Equal(Now, entry.At);
            Assert.Equal(entry.Type != ChangeType.Insert, _records.ContainsKey(entry.Record.RecordKey));
            _records[entry.Record.RecordKey] = entry.Record;
            if (entry.Type == ChangeType.Delete) _records.Remove(entry.Record.RecordKey);
        }

        Assert.Equal(sequence, changes.Head.Sequence);
        Head = changes.Head;
    }
}
