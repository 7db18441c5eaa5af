using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Webhooks;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Handlers.Tests;

/// <summary>Refunds that return to credit payments too, executed by the queue however often it delivers them.</summary>
public sealed class Tenders
{
    private readonly Shop _shop = new();

    public static TheoryData<string, int, bool> EveryStep()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var (call, number) in new[]
        {
            (Calls.LedgerRead, 1), (Calls.Commit, 1), (Calls.Processor, 1),
            (Calls.Timeline, 2), (Calls.Commit, 2),
        })
        {
            data.Add(call, number, false);
            data.Add(call, number, true);
        }

        return data;
    }

    [Theory]
    [InlineData(RefundTenders.CardFirst, 100, 20)]
    [InlineData(RefundTenders.CreditFirst, 70, 50)]
    [InlineData(RefundTenders.Credit, 0, 50)]
    public async Task What_goes_back_to_credit_payments_moves_nothing_at_the_processor(
        RefundTenders tenders, decimal cards, decimal credit)
    {
        await PaidAsync();
        var refund = (await RefundAsync(tenders, cards + credit)).Result().Refund;
        await _shop.DeliverAllAsync();

        refund = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal((RefundStatus.Succeeded, Shop.Dollars(cards + credit)), (refund.Status, refund.Refunded));
        Assert.Equal(Shop.Dollars(cards), (await _shop.MovedAsync()).Refunded);
        Assert.Equal([Shop.Dollars(-credit)], await ReturnedAsync());
        Assert.Equal(Shop.Dollars(credit), (await _shop.HeadAsync()).RefundedToCredit);
    }

    [Fact]
    public async Task A_declined_card_falls_back_to_credit_payments_once_no_card_is_waited_for()
    {
        await _shop.RegisterAsync(1_000);
        await CreditAsync(50);
        await CapturedAsync("tok-refund-decline", 40);
        await CapturedAsync("tok-refund-pending", 60);
        var refund = (await RefundAsync(RefundTenders.CardFirst, 100)).Result().Refund;
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id));

        var waiting = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal((RefundStatus.Pending, Shop.Dollars(40)), (waiting.Status, waiting.ReservedForCredit));
        Assert.Empty(await ReturnedAsync());

        var held = waiting.Allocations.Single(part => part.Status == AllocationStatus.WithProcessor);
        await _shop.HappenAsync(held.ProcessorReference!, SandboxEvent.Approve);
        await _shop.DeliverAllAsync();

        var after = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal((RefundStatus.Succeeded, Shop.Dollars(100)), (after.Status, after.Amount));
        Assert.Equal([Shop.Dollars(-40)], await ReturnedAsync());
        Assert.Equal(Shop.Dollars(60), (await _shop.MovedAsync()).Refunded);
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task An_interrupted_step_is_repeated_and_credit_goes_back_once(
        string call, int number, bool afterEffect)
    {
        await PaidAsync();
        var refund = (await RefundAsync(RefundTenders.CardFirst, 120)).Result().Refund;
        var work = new ExecuteRefund(Shop.Ledger, refund.Id);
        _shop.Wire.FailOnce(call, number, afterEffect);
        await Assert.ThrowsAsync<PortException>(() => _shop.HandleAsync(work));
        _shop.Wire.Calm();

        await _shop.HandleAsync(work, _shop.Another());
        await _shop.HandleAsync(work);

        Assert.Equal(Shop.Dollars(120), (await _shop.RefundNowAsync(refund.Id)).Refunded);
        Assert.Equal([Shop.Dollars(-20)], await ReturnedAsync());
    }

    [Fact]
    public async Task Many_workers_with_the_same_message_return_credit_once()
    {
        await PaidAsync();
        var refund = (await RefundAsync(RefundTenders.CreditFirst, 120)).Result().Refund;
        var work = new ExecuteRefund(Shop.Ledger, refund.Id);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _shop.HandleAsync(work, _shop.Another())));
        await _shop.DeliverAllAsync();

        Assert.Equal(Shop.Dollars(120), (await _shop.RefundNowAsync(refund.Id)).Refunded);
        Assert.Equal([Shop.Dollars(-50)], await ReturnedAsync());
    }

    [Fact]
    public async Task Refunds_at_the_same_time_never_return_more_credit_than_was_paid()
    {
        await PaidAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => _shop.RefundAsync(
            Request(number % 2 == 0 ? RefundTenders.Credit : RefundTenders.CreditFirst, 30), _shop.Another())));
        await _shop.DeliverAllAsync();

        Assert.All(
            answers.OfType<Answer<RefundView>.Rejected>(),
            rejected => Assert.Equal(RejectionReason.InsufficientFunds, rejected.Rejection.Reason));
        var accepted = answers.OfType<Answer<RefundView>.Accepted>().Count();
        var head = await _shop.HeadAsync();
        Assert.InRange(head.RefundableToCredit.MinorUnits, 0, 5_000);
        Assert.Equal(
            Shop.Dollars(30 * accepted), head.Refunded + (head.RefundedToCredit ?? Shop.Dollars(0)));
        Assert.Equal(
            head.RefundedToCredit, (await ReturnedAsync()).Sum(Shop.Usd, amount => Shop.Dollars(0) - amount));
    }

    [Fact]
    public async Task Late_news_falls_back_to_credit_payments_if_it_is_reallocated()
    {
        _shop.LateFailures = LateFailures.Reallocate;
        await PaidAsync(captured: 60);
        var refund = (await RefundAsync(RefundTenders.CardFirst, 60)).Result().Refund;
        await _shop.DeliverAllAsync();
        var paid = await _shop.RefundNowAsync(refund.Id);
        await _shop.HappenAsync(paid.Allocations[0].ProcessorReference!, SandboxEvent.Decline);
        await _shop.HandleAsync(new ReviewRecord(Shop.Ledger, refund.RecordKey));
        await _shop.DeliverAllAsync();

        var after = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal((RefundStatus.Succeeded, Shop.Dollars(50)), (after.Status, after.Amount));
        Assert.Equal([Shop.Dollars(-50)], await ReturnedAsync());
        Assert.Equal(Shop.Dollars(60), (await _shop.HeadAsync()).Refundable(_shop.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task The_negative_credit_payment_is_listed_and_its_event_delivered()
    {
        var choices = new WebhookChoices(new Uri("https://shop.example/hook"), "", Enabled: true);
        (await _shop.Another().Get<WebhookAdministration>()
            .CreateAsync(Shop.Organization, choices, default)).Accepted();
        await PaidAsync();
        await RefundAsync(RefundTenders.CreditFirst, 60);
        await _shop.DeliverAllAsync();

        var payments = await _shop.StoredAsync<CreditPayment>();
        var returned = Assert.Single(payments, payment => payment.Refund is not null);
        Assert.Contains(
            _shop.Timeline.List(Shop.Organization, CreditPayment.Prefix, TimelineList.Versions),
            entry => entry.Record == returned.RecordKey && entry.Creates);
        var journal = await _shop.Ledgers.LoadJournalAsync(Shop.Ledger, default);
        var made = Assert.Single(journal, entry => entry.Record.RecordKey == returned.RecordKey);
        Assert.Equal(EventKind.CreditPaymentCreated, made.Event);
        var id = new LedgerEventId(made.At, Shop.Ledger.Ledger, made.Sequence).ToString();
        Assert.Contains(_shop.Endpoints.Sent, message => message.Id == id);
    }

    [Fact]
    public async Task A_credit_payment_that_refunds_need_stays_and_its_key_with_it()
    {
        await PaidAsync();
        await RefundAsync(RefundTenders.Credit, 30);

        var removed = await _shop.CreditPayments.RemoveAsync(Shop.Organization, "gift", default);
        Assert.Equal(RejectionReason.Conflict, removed!.Reason());
        var replaced = await _shop.CreditPayments.PutAsync(
            Shop.Organization, "gift", Requests.CreditPayment(30), default);
        Assert.Equal(Outcome.Updated, replaced!.Accepted().Outcome);
        Assert.Equal(
            RejectionReason.KeyUsedOtherwise,
            (await _shop.CreditPayments.RecordAsync(
                Shop.Organization, Requests.CreditPayment(10, "gift"), default)).Reason());
    }

    [Fact]
    public async Task A_key_belongs_to_its_tenders()
    {
        await PaidAsync();
        var request = Request(RefundTenders.CardFirst, 10) with { Key = Ledger.Identity.Key.From("r-1") };
        var made = (await _shop.RefundAsync(request)).Accepted();

        Assert.Equal(Outcome.Replayed, (await _shop.RefundAsync(request)).Accepted().Outcome);
        Assert.Equal(
            RejectionReason.KeyUsedOtherwise,
            (await _shop.RefundAsync(request with { Tenders = RefundTenders.CreditFirst })).Reason());
        Assert.Equal(
            RejectionReason.KeyUsedOtherwise,
            (await _shop.RefundAsync(request with { Tenders = RefundTenders.Card })).Reason());
        Assert.Equal(made.Result.Refund.Id, Assert.Single(await _shop.StoredAsync<Refund>()).Id);
    }

    [Theory]
    [InlineData(RefundTenders.Card, "commit 1, enqueue 1, ledger-read 1, timeline 1")]
    [InlineData(RefundTenders.CreditFirst, "commit 1, enqueue 1, ledger-read 1, timeline 1")]
    [InlineData(RefundTenders.CardFirst, "commit 1, enqueue 1, ledger-read 1, timeline 1")]
    public async Task Tenders_cost_nothing_when_a_refund_is_accepted(RefundTenders tenders, string cost)
    {
        await PaidAsync();
        await RefundAsync(tenders, 60);

        Assert.Equal(cost, _shop.Wire.Cost);
    }

    [Theory]
    [InlineData(RefundTenders.Card, 60, "commit 2, ledger-read 2, processor 1, timeline 2")]
    [InlineData(RefundTenders.CardFirst, 120, "commit 2, ledger-read 2, processor 1, timeline 3")]
    [InlineData(RefundTenders.CreditFirst, 60, "commit 2, ledger-read 2, processor 1, timeline 3")]
    [InlineData(RefundTenders.Credit, 50, "commit 1, ledger-read 2, timeline 2")]
    public async Task Tenders_cost_one_timeline_entry_when_a_refund_is_executed(
        RefundTenders tenders, decimal amount, string cost)
    {
        await PaidAsync();
        var refund = (await RefundAsync(tenders, amount)).Result().Refund;
        _shop.Wire.Clear();

        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id));

        Assert.Equal(cost, _shop.Wire.Cost);
    }

    /// <summary>A capture, and a credit payment of 50 under the key <c>gift</c>.</summary>
    private async Task PaidAsync(decimal captured = 100)
    {
        await _shop.CapturedAsync(captured);
        await CreditAsync(50);
        _shop.Queue.TakeAll();
        _shop.Wire.Clear();
    }

    private async Task CreditAsync(decimal amount) => (await _shop.CreditPayments.RecordAsync(
        Shop.Organization, Requests.CreditPayment(amount, "gift"), default)).Accepted();

    private async Task CapturedAsync(string token, decimal amount)
    {
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(amount, token: token))).Result();
        (await _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), amount), default)).Accepted();
        _shop.Queue.TakeAll();
    }

    private Task<Answer<RefundView>> RefundAsync(RefundTenders tenders, decimal? amount) =>
        _shop.RefundAsync(Request(tenders, amount));

    private static RefundRequest Request(RefundTenders tenders, decimal? amount) =>
        Requests.Refund(amount) with { Tenders = tenders };

    private async Task<IReadOnlyList<Money>> ReturnedAsync() =>
    [
        .. (await _shop.StoredAsync<CreditPayment>())
            .Where(payment => payment.Refund is not null)
            .Select(payment => payment.Amount),
    ];
}
