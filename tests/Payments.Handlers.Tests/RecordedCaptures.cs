using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Storefront;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;
using Payments.Processors.Sandbox;

namespace Payments.Handlers.Tests;

/// <summary>
/// A capture that a storefront records was taken by its own processor: ours has none of its money, and must not pay it
/// out.
/// </summary>
public sealed class RecordedCaptures
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_refund_of_a_recorded_capture_is_recorded_and_not_executed()
    {
        await PaidElsewhereAsync(100);

        var refund = await RefundedAsync(60);

        Assert.Equal((RefundStatus.Succeeded, Shop.Dollars(60)), (refund.Status, refund.Refunded));
        Assert.Equal(
            new AllocationOutcome.Recorded(_shop.Clock.GetUtcNow()), Assert.Single(refund.Allocations).Outcome);
        Assert.Empty(_shop.Processor.Asked);
        Assert.Equal(Shop.Dollars(60), (await _shop.HeadAsync()).Refunded);
    }

    [Fact]
    public async Task What_is_recorded_as_refunded_is_refunded_once()
    {
        await PaidElsewhereAsync(100);
        var refund = await RefundedAsync(60);

        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id));

        Assert.Equal(Shop.Dollars(60), (await _shop.HeadAsync()).Refunded);
        Assert.Equal(
            RejectionReason.InsufficientFunds,
            Assert.IsType<Answer<RefundView>.Rejected>(await _shop.RefundAsync(41)).Rejection.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_review_waits_for_no_word_of_our_processor_about_what_a_storefront_recorded(bool isShared)
    {
        _shop.SharesMerchantAccount = isShared;
        await PaidElsewhereAsync(100);
        _shop.Queue.TakeAll();

        await _shop.HandleAsync(new ReviewRecord(Shop.Ledger, null));

        Assert.Empty(_shop.Queue.TakeAll());
        Assert.Equal(CaptureStatus.Succeeded, Assert.Single(await _shop.StoredAsync<Capture>()).Status);
    }

    [Fact]
    public async Task A_refund_over_both_kinds_of_captures_executes_the_one_and_records_the_other()
    {
        await _shop.CapturedAsync(30);
        await RecordAsync(Recorded.Capture("t-1", 70));

        var refund = await RefundedAsync(100);

        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Equal(
            [(Shop.Dollars(70), true), (Shop.Dollars(30), false)],
            refund.Allocations.Select(part => (part.Amount, part.Outcome is AllocationOutcome.Recorded)));
        Assert.Equal(Shop.Dollars(30), Assert.Single(_shop.Processor.Asked.OfType<RefundFunds>()).Amount);
        Assert.Equal((Shop.Dollars(30), Shop.Dollars(30)), Moved(await _shop.MovedAsync()));
    }

    [Fact]
    public async Task A_part_that_is_recorded_waits_for_no_unknown_outcome_beside_it()
    {
        await _shop.CapturedAsync(30);
        await RecordAsync(Recorded.Capture("t-1", 70));
        _shop.Processor.Script = operation => operation is RefundFunds ? new ProcessorResponse.Unknown("lost") : null;

        var asked = (await _shop.RefundAsync(100)).Result().Refund;
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, asked.Id));
        var refund = await _shop.RefundNowAsync(asked.Id);

        Assert.Equal(RefundStatus.Pending, refund.Status);
        Assert.Equal((Shop.Dollars(70), Shop.Dollars(30)), (refund.Refunded, refund.Reserved));

        _shop.Processor.Script = _ => null;
        await _shop.DeliverAllAsync();
        Assert.Equal(Shop.Dollars(100), (await _shop.RefundNowAsync(asked.Id)).Refunded);
        Assert.Equal((Shop.Dollars(30), Shop.Dollars(30)), Moved(await _shop.MovedAsync()));
    }

    [Fact]
    public async Task Our_processor_captures_nothing_of_a_recorded_authorization()
    {
        var authorization = await AuthorizedElsewhereAsync(100);

        var answer = await _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), 100), default);

        var rejection = Assert.IsType<Answer<Capture>.Rejected>(answer).Rejection;
        Assert.Equal(RejectionReason.NotAuthorized, rejection.Reason);
        Assert.Contains("capture it there", rejection.Message, StringComparison.Ordinal);
        Assert.Empty(_shop.Processor.Asked);
        Assert.Empty(await _shop.StoredAsync<Capture>());
    }

    [Fact]
    public async Task The_reversal_of_a_recorded_authorization_is_recorded_and_our_processor_not_told()
    {
        var authorization = await AuthorizedElsewhereAsync(100);

        var reversed = (await _shop.Another().Get<Reversals>()
            .ReverseAsync(Shop.Organization, authorization.Id.ToString(), default))!.Result();
        await _shop.DeliverAllAsync();

        Assert.Equal(AuthorizationStatus.Reversed, reversed.Status);
        Assert.Empty(_shop.Processor.Asked);
    }

    [Fact]
    public async Task On_a_shared_merchant_account_our_processor_executes_what_draws_on_recorded_transactions()
    {
        _shop.SharesMerchantAccount = true;
        var authorization = await AuthorizedElsewhereAsync(100);

        (await _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), 60), default)).Result();
        await RecordTransactionsAsync(Recorded.Capture("t-2", 30));
        (await _shop.Another().Get<Reversals>()
            .ReleaseAsync(Shop.Organization, authorization.Id.ToString(), default))!.Result();
        var refund = await RefundedAsync(90);

        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Equal(
            [typeof(CaptureFunds), typeof(ReleaseFunds), typeof(RefundFunds), typeof(RefundFunds)],
            _shop.Processor.Asked.Select(asked => asked.GetType()));
        Assert.Equal(["t-1"], _shop.Processor.Asked.OfType<CaptureFunds>().Select(asked => asked.Authorization));
        Assert.Contains("t-2", _shop.Processor.Asked.OfType<RefundFunds>().Select(asked => asked.Capture));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_capture_keeps_what_the_setting_was_when_it_was_recorded(bool wasShared)
    {
        _shop.SharesMerchantAccount = wasShared;
        await PaidElsewhereAsync(40);
        _shop.SharesMerchantAccount = !wasShared;
        await RecordTransactionsAsync(Recorded.Capture("t-2", 60));

        var refund = await RefundedAsync(100);

        Assert.Equal(
            [(Shop.Dollars(60), wasShared), (Shop.Dollars(40), !wasShared)],
            refund.Allocations.Select(part => (part.Amount, part.Outcome is AllocationOutcome.Recorded)));
        Assert.Equal(
            wasShared ? "t-1" : "t-2", Assert.Single(_shop.Processor.Asked.OfType<RefundFunds>()).Capture);
    }

    [Fact]
    public async Task A_part_that_our_processor_declines_goes_to_a_recorded_capture_with_room()
    {
        await _shop.CapturedAsync(80);
        await RecordAsync(Recorded.Capture("t-1", 70));
        _shop.Processor.Script = operation => operation is RefundFunds
            ? new ProcessorResponse.Declined(new Decline(DeclineReason.AccountClosed, "030", "Closed", Permanent: true))
            : null;

        var refund = await RefundedAsync(80);

        Assert.Equal((RefundStatus.Succeeded, Shop.Dollars(70)), (refund.Status, refund.Refunded));
        Assert.Equal(Shop.Dollars(10), refund.Released);
        Assert.Equal(
            [AllocationStatus.Declined, AllocationStatus.Succeeded], refund.Allocations.Select(part => part.Status));
    }

    [Fact]
    public void No_registered_processor_may_have_the_name_of_the_storefronts_own()
    {
        var named = new WiredProcessor(_shop.Processor, _shop.Wire) { Name = ProcessorName.External };

        Assert.Throws<ArgumentException>(() => new ProcessorDirectory([named]));
        Assert.Throws<InvalidOperationException>(
            () => new ProcessorDirectory([_shop.Processor])[ProcessorName.External]);
    }

    private async Task PaidElsewhereAsync(decimal amount)
    {
        await _shop.RegisterAsync(1_000);
        await RecordAsync(Recorded.Capture("t-1", amount));
    }

    private async Task<Authorization> AuthorizedElsewhereAsync(decimal amount)
    {
        await _shop.RegisterAsync(1_000);
        await RecordAsync(Recorded.Capture("t-1", amount) with { Meaning = TransactionMeaning.Authorization });
        return Assert.Single(await _shop.StoredAsync<Authorization>());
    }

    private async Task RecordAsync(params TransactionRequest[] transactions)
    {
        (await _shop.Storefront.CreateAsync(Shop.Organization, Shop.Order, Recorded.Payment, default)).Result();
        await RecordTransactionsAsync(transactions);
    }

    private async Task RecordTransactionsAsync(params TransactionRequest[] transactions)
    {
        foreach (var transaction in transactions)
            (await _shop.Storefront.RecordAsync(Shop.Organization, Shop.Order, transaction, default)).Result();
    }

    private async Task<Refund> RefundedAsync(decimal amount)
    {
        var asked = (await _shop.RefundAsync(amount)).Result().Refund;
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, asked.Id));
        return await _shop.RefundNowAsync(asked.Id);
    }

    private static (Money Captured, Money Refunded) Moved(SandboxTotals totals) => (totals.Captured, totals.Refunded);
}
