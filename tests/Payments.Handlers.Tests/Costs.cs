using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Samples;

namespace Payments.Handlers.Tests;

/// <summary>
/// What each request and each step of the queue costs, in calls to storage, broker and processor. Reads of a ledger are
/// counted by rows, and so are writes to the timeline. A change that adds a call fails here.
/// </summary>
public sealed class Costs
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task The_cost_of_an_order()
    {
        await _shop.RegisterAsync(100);

        Assert.Equal("commit 1, ledger-read 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_refund_without_a_key()
    {
        await _shop.CapturedAsync(100);

        await _shop.RefundAsync(10);

        Assert.Equal("commit 1, enqueue 1, ledger-read 1, timeline 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_refund_with_a_key()
    {
        await _shop.CapturedAsync(100);

        await _shop.RefundAsync(10, "k");

        Assert.Equal("commit 1, enqueue 1, key-read 1, key-write 1, ledger-read 1, timeline 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_canceling_a_refund_by_its_id()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        _shop.Wire.Clear();

        await _shop.Another().Get<RefundCancellations>()
            .CancelAsync(Shop.Organization, refund.Id.ToString(), default);

        Assert.Equal("commit 1, ledger-read 2, timeline 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task A_refund_on_a_ledger_with_an_unknown_outcome_costs_one_more_message()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        _shop.Processor.Script = _ => new ProcessorResponse.Unknown("timeout");
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id, Attempt: 6));
        _shop.Wire.Clear();

        await _shop.RefundAsync(10);

        Assert.Equal("commit 1, enqueue 2, ledger-read 1, timeline 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_refund_of_a_capture_named_by_its_id()
    {
        var capture = (await _shop.CapturedAsync(100))[0];

        await _shop.RefundAsync(Requests.Refund(10) with { Order = null, Capture = capture.Id.ToString() });

        Assert.Equal("commit 1, enqueue 1, ledger-read 1, timeline 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_refund_repeated_with_its_key()
    {
        await _shop.CapturedAsync(100);
        await _shop.RefundAsync(10, "k");
        _shop.Wire.Clear();

        Assert.Equal(Outcome.Replayed, (await _shop.RefundAsync(10, "k")).Accepted().Outcome);

        // The ledger for the decision, the refund that the key names, and the refund for the response.
        Assert.Equal("key-read 1, ledger-read 5", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_rejected_refund()
    {
        await _shop.CapturedAsync(100);

        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(101)).Reason());

        Assert.Equal("ledger-read 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_rejected_refund_with_a_key()
    {
        await _shop.CapturedAsync(100);

        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(101, "k")).Reason());

        // The key once more: this very request, sent before, may have taken the money in the meantime.
        Assert.Equal("key-read 2, ledger-read 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_an_authorization()
    {
        await _shop.RegisterAsync(100);
        _shop.Wire.Clear();

        (await _shop.AuthorizeAsync(Requests.Authorization(100, "k"))).Accepted();

        Assert.Equal(
            "commit 1, key-read 1, key-write 1, ledger-read 1, processor 1, timeline 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_capture()
    {
        await _shop.RegisterAsync(100);
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(100))).Result();
        _shop.Wire.Clear();

        var request = Requests.Capture(authorization.Id.ToString(), 100);
        (await _shop.Captures.CaptureAsync(Shop.Organization, request, default)).Accepted();

        Assert.Equal("commit 2, enqueue 1, ledger-read 2, processor 1, timeline 2", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_credit_payment()
    {
        await _shop.RegisterAsync(100);
        _shop.Wire.Clear();

        (await _shop.CreditPayments.RecordAsync(Shop.Organization, Requests.CreditPayment(10), default)).Accepted();

        Assert.Equal("commit 1, ledger-read 1, timeline 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_credit()
    {
        (await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10), default)).Accepted();

        Assert.Equal(
            "commit 1, counter-write 1, enqueue 1, key-read 1, key-write 1, ledger-read 1, processor 1",
            _shop.Wire.Cost);
    }

    /// <summary>A slice of the day's ceiling is one write; the credits that it covers cost nothing.</summary>
    [Fact]
    public async Task Credits_within_a_ceiling_share_one_write_of_the_counter()
    {
        for (var number = 0; number < 100; number++)
        {
            var request = Requests.Credit(10, $"credit-{number}");
            (await _shop.Credits.GiveAsync(Shop.Organization, request, default)).Accepted();
        }

        Assert.Equal(
            "commit 100, counter-write 1, enqueue 100, key-read 100, key-write 100, ledger-read 100, processor 100",
            _shop.Wire.Cost);
    }

    [Fact]
    public async Task Refunds_within_a_ceiling_share_one_write_of_the_counter()
    {
        await _shop.CapturedAsync(100);
        _shop.Limits = SampleLimits.Refunds(10_000_000);

        for (var number = 0; number < 5; number++) (await _shop.RefundAsync(10)).Accepted();

        Assert.Equal("commit 5, counter-write 1, enqueue 5, ledger-read 5, timeline 5", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_storefront_payment_and_its_transaction()
    {
        await _shop.RegisterAsync(100);
        _shop.Wire.Clear();

        await _shop.Storefront.CreateAsync(Shop.Organization, Shop.Order, Recorded.Payment, default);
        Assert.Equal("commit 1, ledger-read 2", _shop.Wire.Cost);
        _shop.Wire.Clear();

        // The order is read for its currency, and the transaction is decided on what was read.
        var read = await _shop.Storefront.FindOrderAsync(Shop.Organization, Shop.Order, default);
        var capture = Recorded.Capture("t1", 60) with { Ledger = read };
        (await _shop.Storefront.RecordAsync(Shop.Organization, Shop.Order, capture, default)).Accepted();

        // An entry for the capture, and one for the authorization that it implies.
        Assert.Equal("commit 1, timeline 2, whole-read 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_executing_a_refund_of_one_capture()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        _shop.Wire.Clear();

        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id));

        // Head and refund are read once: the outcome is decided on what the allocation's commit left.
        Assert.Equal("commit 2, ledger-read 2, processor 1, timeline 2", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_message_of_a_concluded_refund()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        await _shop.DeliverAllAsync();
        _shop.Wire.Clear();

        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id));

        Assert.Equal("ledger-read 2", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_a_message_of_an_uncommitted_refund()
    {
        var refund = Id<Refund>.New(Shop.Ledger.Ledger, Guid.CreateVersion7());
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund));

        Assert.Equal("enqueue 1, ledger-read 2", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_settling_a_credit()
    {
        var credit = (await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10), default)).Result();
        _shop.Wire.Clear();

        await _shop.HandleAsync(new SettleCredit(Shop.Ledger, credit.Id));

        Assert.Equal("commit 1, ledger-read 2, processor 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_confirming_a_concluded_capture()
    {
        var capture = (await _shop.CapturedAsync(100))[0];

        await _shop.HandleAsync(new ConfirmCapture(Shop.Ledger, capture.Id));

        Assert.Equal("ledger-read 2", _shop.Wire.Cost);
    }

    [Fact]
    public async Task The_cost_of_reading_resources()
    {
        var capture = (await _shop.CapturedAsync(100))[0];

        await _shop.Captures.FindAsync(Shop.Organization, capture.Id.ToString(), default);
        Assert.Equal("ledger-read 2", _shop.Wire.Cost);
        _shop.Wire.Clear();

        await _shop.Storefront.FindOrderAsync(Shop.Organization, Shop.Order, default);
        Assert.Equal("whole-read 1", _shop.Wire.Cost);
        _shop.Wire.Clear();

        await _shop.Orders.FindAsync(Shop.Organization, Shop.Order, default);
        Assert.Equal("ledger-read 1", _shop.Wire.Cost);
    }
}
