using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

public sealed class Cancellations
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_canceled_refund_moves_nothing_and_its_amount_can_be_refunded_again()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(80, "k")).Result().Refund;

        var canceled = (await CancelAsync("k")).Accepted();
        await _shop.DeliverAllAsync();

        Assert.Equal((RefundStatus.Canceled, Outcome.Updated), (canceled.Result.Status, canceled.Outcome));
        Assert.Equal(Outcome.Unchanged, (await CancelAsync(refund.Id.ToString())).Accepted().Outcome);
        Assert.Equal(Shop.Dollars(0), (await _shop.MovedAsync()).Refunded);
        Assert.Equal(RefundStatus.Pending, (await _shop.RefundAsync(100)).Result().Refund.Status);
    }

    [Fact]
    public async Task The_key_of_a_canceled_refund_returns_the_canceled_refund()
    {
        await _shop.CapturedAsync(100);
        await _shop.RefundAsync(80, "k");
        await CancelAsync("k");

        var again = (await _shop.RefundAsync(80, "k")).Accepted();

        Assert.Equal((RefundStatus.Canceled, Outcome.Replayed), (again.Result.Refund.Status, again.Outcome));
    }

    [Fact]
    public async Task Of_a_worker_and_a_simultaneous_cancellation_one_commits_and_the_other_sees_it()
    {
        await _shop.CapturedAsync(100);
        for (var first = 0; first < 2; first++)
        {
            var refund = (await _shop.RefundAsync(10)).Result().Refund;
            var work = new ExecuteRefund(Shop.Ledger, refund.Id);
            var isWorkerFirst = first == 0;
            // The other one commits between this one's read and its commit.
            _shop.Wire.Before = async (call, _) =>
            {
                if (call != Calls.Commit) return;
                _shop.Wire.Calm();
                if (isWorkerFirst) await _shop.HandleAsync(work, _shop.Another());
                else await CancelAsync(refund.Id.ToString(), _shop.Another());
            };

            if (isWorkerFirst) Assert.Equal(
                RejectionReason.Conflict, (await CancelAsync(refund.Id.ToString())).Reason());
            else await _shop.HandleAsync(work);

            Assert.Equal(
                isWorkerFirst ? RefundStatus.Succeeded : RefundStatus.Canceled,
                (await _shop.RefundNowAsync(refund.Id)).Status);
        }

        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_cancellation_whose_commit_response_was_lost_succeeds_when_repeated()
    {
        await _shop.CapturedAsync(100);
        await _shop.RefundAsync(10, "k");
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: true);

        await Assert.ThrowsAsync<PortException>(() => CancelAsync("k"));
        _shop.Wire.Calm();

        Assert.Equal(Outcome.Unchanged, (await CancelAsync("k")).Accepted().Outcome);
        Assert.True((await _shop.HeadAsync()).Reserved.IsZero);
    }

    [Fact]
    public async Task Unknown_refunds_and_those_of_other_organizations_do_not_exist()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        var cancellations = _shop.Another().Get<RefundCancellations>();

        Assert.Null(await cancellations.CancelAsync(Shop.Organization, "nope", default));
        Assert.Null(await cancellations.CancelAsync(OrganizationId.From("other"), refund.Id.ToString(), default));
    }

    private async Task<Answer<Refund>> CancelAsync(string keyOrId, Process? process = null) =>
        (await (process ?? _shop.Another()).Get<RefundCancellations>()
            .CancelAsync(Shop.Organization, keyOrId, default))!;
}
