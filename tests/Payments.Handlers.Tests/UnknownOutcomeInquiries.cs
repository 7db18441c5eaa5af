using Payments.Handlers.Authorizations;
using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

/// <summary>Records of unknown outcome are registered in their ledger, and queried whenever someone reads it.</summary>
public sealed class UnknownOutcomeInquiries
{
    private static readonly ProcessorResponse Silence = new ProcessorResponse.Unknown("timeout");

    private readonly Shop _shop = new();

    [Fact]
    public async Task Reading_a_refund_triggers_an_inquiry_about_its_unknown_outcome()
    {
        var refund = await CreateUnknownRefundAsync();
        _shop.Processor.Script = _ => null;

        Assert.Equal(RefundStatus.Pending, (await _shop.RefundNowAsync(refund)).Status);
        await HandleAllAsync();

        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund)).Status);
        Assert.Equal(Shop.Dollars(60), (await _shop.MovedAsync()).Refunded);
        Assert.Empty((await _shop.HeadAsync()).UnknownOutcomes);
        Assert.Empty(_shop.Queue.TakeAll());
    }

    [Fact]
    public async Task Reading_the_order_and_a_request_rejected_because_of_a_reservation_also_trigger_one()
    {
        await CreateUnknownRefundAsync();

        await _shop.Orders.FindAsync(Shop.Organization, Shop.Order, default);
        Assert.Equal(new ResolveUnknownOutcomes(Shop.Ledger), Assert.Single(_shop.Queue.TakeAll()).Work);
        _shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await _shop.Storefront.FindOrderAsync(Shop.Organization, Shop.Order, default);
        Assert.Equal(new ResolveUnknownOutcomes(Shop.Ledger), Assert.Single(_shop.Queue.TakeAll()).Work);
        _shop.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(41)).Reason());
        Assert.Equal(new ResolveUnknownOutcomes(Shop.Ledger), Assert.Single(_shop.Queue.TakeAll()).Work);
    }

    [Fact]
    public async Task An_inquiry_triggered_by_a_read_schedules_no_further_one()
    {
        await CreateUnknownRefundAsync();

        await _shop.HandleAsync(new ResolveUnknownOutcomes(Shop.Ledger));

        Assert.Empty(_shop.Queue.TakeAll());
        Assert.Single((await _shop.HeadAsync()).UnknownOutcomes);
    }

    [Fact]
    public async Task A_decline_learned_late_makes_the_money_refundable_again()
    {
        await CreateUnknownRefundAsync();
        _shop.Processor.Script = asked => asked is RefundFunds
            ? new ProcessorResponse.Declined(new Decline(DeclineReason.Unspecified, "006", "No.", Permanent: true))
            : null;
        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(100)).Reason());
        await HandleAllAsync();
        _shop.Processor.Script = _ => null;

        await _shop.RefundAsync(100, "later");
        await HandleAllAsync();

        Assert.Equal(Shop.Dollars(100), (await _shop.MovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_ledger_without_unknown_outcomes_sends_nothing()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        _shop.Queue.TakeAll();

        await _shop.RefundNowAsync(refund.Id);
        await _shop.Orders.FindAsync(Shop.Organization, Shop.Order, default);
        await _shop.Storefront.FindOrderAsync(Shop.Organization, Shop.Order, default);

        Assert.Empty(_shop.Queue.TakeAll());
    }

    [Fact]
    public async Task One_inquiry_covers_a_capture_a_credit_and_a_release()
    {
        await _shop.CapturedAsync(100);
        await _shop.AuthorizeAsync(Requests.Authorization(50, "to-reverse"));
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(50, "to-capture"))).Result();
        _shop.Processor.Script = asked => asked is CaptureFunds or SettleFunds or ReleaseFunds ? Silence : null;
        await _shop.Another().Get<Reversals>().ReverseAsync(Shop.Organization, "to-reverse", default);
        await _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), 20), default);
        await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10), default);
        await HandleUntilAskedByTheClockAsync();
        Assert.Equal(3, (await _shop.HeadAsync()).UnknownOutcomes.Length);

        _shop.Processor.Script = _ => null;
        await _shop.HandleAsync(new ResolveUnknownOutcomes(Shop.Ledger, 1));

        var head = await _shop.HeadAsync();
        Assert.Empty(head.UnknownOutcomes);
        Assert.Equal(Shop.Dollars(120), head.Captured);
        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Credited);
        Assert.Contains(_shop.Processor.Asked, asked => asked is ReleaseFunds);
        Assert.Empty(_shop.Queue.TakeAll());
    }

    [Fact]
    public async Task The_inquiry_is_scheduled_before_the_registration_is_stored()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(60)).Result().Refund;
        _shop.Queue.TakeAll();
        _shop.Processor.Script = asked => asked is RefundFunds ? Silence : null;
        _shop.Wire.FailOnce(Calls.Commit, 2, afterEffect: false);

        await Assert.ThrowsAsync<PortException>(
            () => _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id, Attempt: 6)));

        Assert.Equal(new ResolveUnknownOutcomes(Shop.Ledger, 1), Assert.Single(_shop.Queue.TakeAll()).Work);
        Assert.Empty((await _shop.HeadAsync()).UnknownOutcomes);
    }

    /// <summary>Found by the simulation, seed 47377: it would stay registered, and be queried, forever.</summary>
    [Fact]
    public async Task A_record_concluded_while_it_is_read_is_not_registered()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(60)).Result().Refund;
        _shop.Between = store => new TornLedgers(
            store, () => _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id)));

        await _shop.Another().Get<UnknownOutcomeRegister>().RegisterAsync(
            Shop.Ledger, RecordKey.For(refund.Id), default);

        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Empty((await _shop.HeadAsync()).UnknownOutcomes);
    }

    [Fact]
    public async Task A_ledger_with_a_full_register_has_a_message_for_each_further_record()
    {
        await _shop.CapturedAsync(1_000);
        _shop.Processor.Script = asked => asked is RefundFunds ? Silence : null;
        for (var n = 0; n <= LedgerHead.MaxUnknownOutcomes; n++)
        {
            var refund = (await _shop.RefundAsync(1)).Result().Refund;
            _shop.Queue.TakeAll();
            await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id, Attempt: 6));
        }

        Assert.Contains(_shop.Queue.TakeAll(), enqueued => enqueued.Work is ExecuteRefund { Attempt: 7 });
        Assert.Equal(LedgerHead.MaxUnknownOutcomes, (await _shop.HeadAsync()).UnknownOutcomes.Length);
    }

    /// <summary>A refund of 60 of 100 captured, whose outcome has been unknown for two minutes.</summary>
    private async Task<Id<Refund>> CreateUnknownRefundAsync()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(60)).Result().Refund;
        _shop.Processor.Script = asked => asked is RefundFunds ? Silence : null;
        await HandleUntilAskedByTheClockAsync();
        Assert.Equal(RecordKey.For(refund.Id), Assert.Single((await _shop.HeadAsync()).UnknownOutcomes));
        return refund.Id;
    }

    private async Task HandleUntilAskedByTheClockAsync()
    {
        for (var enqueued = _shop.Queue.TakeAll(); enqueued.Count > 0; enqueued = _shop.Queue.TakeAll())
        {
            foreach (var work in enqueued.Select(entry => entry.Work).Where(work => work is not ResolveUnknownOutcomes))
                await _shop.HandleAsync(work);
        }
    }

    private async Task HandleAllAsync()
    {
        foreach (var enqueued in _shop.Queue.TakeAll()) await _shop.HandleAsync(enqueued.Work);
    }
}
