using Payments.Handlers.Authorizations;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Handlers.Tests;

/// <summary>What a processor has accepted and not executed, and what it says after it has executed it.</summary>
public sealed class LateNews
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_refund_that_the_processor_has_accepted_is_pending_and_asked_about_on_the_timetable()
    {
        var refund = await RefundedAsync("tok-refund-pending", 40, 60);

        Assert.Equal(RefundStatus.Pending, refund.Status);
        Assert.Equal(AllocationStatus.WithProcessor, Assert.Single(refund.Allocations).Status);
        Assert.Equal([refund.RecordKey], (await _shop.HeadAsync()).UnknownOutcomes);
        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(61)).Reason());

        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Approve);
        await _shop.DeliverAllAsync();

        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Empty((await _shop.HeadAsync()).UnknownOutcomes);
        Assert.Single(_shop.Processor.Asked.OfType<RefundFunds>());
    }

    [Fact]
    public async Task What_the_processor_notifies_is_asked_for_and_a_second_notification_changes_nothing()
    {
        var refund = await RefundedAsync("tok-refund-pending", 40, 60);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Approve);

        await ReviewAsync(refund.RecordKey);
        var sequence = (await _shop.HeadAsync()).Sequence;
        await ReviewAsync(refund.RecordKey);

        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Equal(sequence, (await _shop.HeadAsync()).Sequence);
        Assert.Single(_shop.Processor.Asked.OfType<RefundFunds>());
    }

    [Fact]
    public async Task A_notification_that_is_not_true_changes_nothing()
    {
        var refund = await RefundedAsync("tok-visa", 40, 60);
        var sequence = (await _shop.HeadAsync()).Sequence;

        await ReviewAsync(refund.RecordKey);

        Assert.Equal(refund.Allocations, (await _shop.RefundNowAsync(refund.Id)).Allocations);
        Assert.Equal(sequence, (await _shop.HeadAsync()).Sequence);
    }

    [Theory]
    [InlineData(LateFailures.Leave, RefundStatus.Failed, 0)]
    [InlineData(LateFailures.Reallocate, RefundStatus.Succeeded, 40)]
    public async Task A_refund_that_fails_after_it_succeeded_is_left_or_reallocated_by_the_organization_s_setting(
        LateFailures setting, RefundStatus status, decimal moved)
    {
        _shop.LateFailures = setting;
        var refund = await RefundedAsync("tok-visa", 40, 60);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Decline);

        await ReviewAsync(refund.RecordKey);
        await _shop.DeliverAllAsync();

        var after = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal(status, after.Status);
        Assert.Equal(AllocationStatus.Failed, after.Allocations[0].Status);
        Assert.Equal(Shop.Dollars(moved), (await _shop.MovedAsync()).Refunded);
        Assert.Equal(Shop.Dollars(moved), (await _shop.HeadAsync()).Refunded);
        Assert.Equal(Shop.Dollars(100 - moved), (await _shop.HeadAsync()).Refundable(_shop.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Two_workers_with_the_same_news_reallocate_once()
    {
        _shop.LateFailures = LateFailures.Reallocate;
        var refund = await RefundedAsync("tok-visa", 40, 60);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Decline);

        var work = new ReviewRecord(Shop.Ledger, refund.RecordKey);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _shop.HandleAsync(work, _shop.Another())));
        await _shop.DeliverAllAsync();

        Assert.Equal(Shop.Dollars(40), (await _shop.MovedAsync()).Refunded);
        Assert.Equal(2, (await _shop.RefundNowAsync(refund.Id)).Allocations.Length);
    }

    [Fact]
    public async Task News_that_comes_before_the_answer_is_not_lost()
    {
        await _shop.CapturedAsync(60, 40);
        var refund = (await _shop.RefundAsync(40)).Result().Refund;

        // The processor executes the refund, its answer is lost, and the refund fails.
        _shop.Wire.FailOnce(Calls.Processor, 1, afterEffect: true);
        await Assert.ThrowsAsync<PortException>(() => _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id)));
        _shop.Wire.Calm();
        var executed = Assert.Single(
            (await _shop.StatementAsync()).Operations, found => found.Kind == SandboxKind.Refund);
        await _shop.HappenAsync(executed.Reference, SandboxEvent.Decline);
        await ReviewAsync(refund.RecordKey);
        await _shop.DeliverAllAsync();

        var after = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal(AllocationStatus.Declined, after.Allocations[0].Status);
        Assert.Equal((await _shop.MovedAsync()).Refunded, (await _shop.HeadAsync()).Refunded);
    }

    [Fact]
    public async Task A_processor_that_can_t_tell_now_is_queried_until_it_can()
    {
        var refund = await RefundedAsync("tok-visa", 40, 60);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Decline);
        _shop.Processor.CanTell = false;
        await ReviewAsync(refund.RecordKey);
        await _shop.DeliverAllAsync(atMost: 20);
        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);

        _shop.Processor.CanTell = true;
        await _shop.DeliverAllAsync();

        Assert.Equal(RefundStatus.Failed, (await _shop.RefundNowAsync(refund.Id)).Status);
    }

    [Fact]
    public async Task A_capture_that_the_processor_has_accepted_is_pending_until_it_is_executed()
    {
        await _shop.RegisterAsync(1_000);
        var authorization = (await AuthorizeAsync("tok-capture-pending", 100)).Result();
        var capture = (await CaptureAsync(authorization, 100)).Result();
        Assert.Equal(CaptureStatus.Pending, capture.Status);

        var held = Assert.IsType<CaptureOutcome.WithProcessor>(capture.Outcome);
        await _shop.HappenAsync(held.ProcessorReference, SandboxEvent.Approve);
        await _shop.DeliverAllAsync();

        Assert.Equal(CaptureStatus.Succeeded, Assert.Single(await _shop.StoredAsync<Capture>()).Status);
        Assert.Single(_shop.Processor.Asked.OfType<CaptureFunds>());
        Assert.Equal(Shop.Dollars(100), (await _shop.HeadAsync()).Captured);
    }

    [Fact]
    public async Task A_dispute_takes_its_amount_from_what_is_refundable_until_it_is_won()
    {
        var captures = await _shop.CapturedAsync(60, 40);
        foreach (var (what, refundable) in new[]
        {
            (SandboxEvent.OpenDispute, 40), (SandboxEvent.LoseDispute, 40), (SandboxEvent.WinDispute, 40),
        })
        {
            await _shop.HappenAsync(captures[0].ProcessorReference!, what);
            await ReviewAsync(captures[0].RecordKey);
            Assert.Equal(Shop.Dollars(refundable), (await _shop.HeadAsync()).Refundable(_shop.Clock.GetUtcNow()));
        }

        await _shop.HappenAsync(captures[1].ProcessorReference!, SandboxEvent.OpenDispute);
        await ReviewAsync(captures[1].RecordKey);
        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(1)).Reason());
        await _shop.HappenAsync(captures[1].ProcessorReference!, SandboxEvent.WinDispute);
        await ReviewAsync(captures[1].RecordKey);
        Assert.Equal(Shop.Dollars(40), (await _shop.HeadAsync()).Refundable(_shop.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_capture_that_was_voided_at_the_processor_has_failed_and_can_t_be_refunded()
    {
        var captures = await _shop.CapturedAsync(60, 40);
        await _shop.HappenAsync(captures[0].ProcessorReference!, SandboxEvent.Void);

        await ReviewAsync(null);

        Assert.Equal(
            [CaptureStatus.Failed, CaptureStatus.Succeeded],
            (await _shop.StoredAsync<Capture>()).Select(capture => capture.Status));
        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(41)).Reason());
    }

    [Fact]
    public async Task An_authorization_that_was_voided_at_the_processor_is_reversed()
    {
        await _shop.RegisterAsync(1_000);
        var authorization = (await AuthorizeAsync("tok-visa", 100)).Result();
        await _shop.HappenAsync(authorization.ProcessorReference!, SandboxEvent.Decline);

        await ReviewAsync(null);

        Assert.Equal(
            AuthorizationStatus.Reversed, Assert.Single(await _shop.StoredAsync<Authorization>()).Status);
        Assert.Equal(RejectionReason.NotAuthorized, (await CaptureAsync(authorization, 100)).Reason());
    }

    [Fact]
    public async Task A_credit_whose_money_came_back_has_failed_and_is_not_counted_as_sent()
    {
        await _shop.RegisterAsync(1_000);
        var credit = (await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10), default)).Result();
        await _shop.DeliverAllAsync();
        var settled = Assert.Single(await _shop.StoredAsync<Credit>());
        Assert.Equal(CreditStatus.Settled, settled.Status);
        await _shop.HappenAsync(settled.SettlementReference!, SandboxEvent.Decline);

        await ReviewAsync(credit.RecordKey);

        Assert.Equal(CreditStatus.Failed, Assert.Single(await _shop.StoredAsync<Credit>()).Status);
        Assert.Equal(Shop.Dollars(0), (await _shop.HeadAsync()).OpenCredits);
    }

    [Fact]
    public async Task News_of_what_was_never_committed_is_dropped_after_a_while()
    {
        await _shop.RegisterAsync(1_000);

        await _shop.HandleAsync(new ReviewRecord(Shop.Ledger, new RecordKey("ref-00000000000000000000000000000001")));

        Assert.Equal(6, await _shop.DeliverAllAsync());
    }

    private Task<Answer<Authorization>> AuthorizeAsync(string token, decimal amount) =>
        _shop.AuthorizeAsync(Requests.Authorization(amount, token: token));

    private Task<Answer<Capture>> CaptureAsync(Authorization authorization, decimal amount) =>
        _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), amount), default);

    /// <summary>
    /// A refund of the first amount, executed, of an order with two captures: of that amount and another.
    /// </summary>
    private async Task<Refund> RefundedAsync(string token, decimal first, decimal second)
    {
        await _shop.RegisterAsync(1_000);
        var authorization = (await AuthorizeAsync(token, first + second)).Result();
        foreach (var amount in new[] { first, second }) Assert.NotNull(await CaptureAsync(authorization, amount));
        _shop.Queue.TakeAll();
        var refund = (await _shop.RefundAsync(first)).Result().Refund;
        _shop.Queue.TakeAll();
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id));
        return (await _shop.StoredAsync<Refund>()).Single();
    }

    private Task ReviewAsync(RecordKey? record) => _shop.HandleAsync(new ReviewRecord(Shop.Ledger, record));
}
