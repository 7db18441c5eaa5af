using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

/// <summary>Changes of one ledger that wait at the same time share one commit.</summary>
public sealed class GroupCommitting
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task Refunds_that_wait_for_a_ledger_share_one_read_and_one_commit()
    {
        await _shop.CapturedAsync(100);
        var waiting = await WithFirstInCommitAsync(() => Enumerable.Range(0, 50).Select(_ => _shop.RefundAsync(1)));

        Assert.All(waiting, refund => refund.Accepted());
        Assert.Equal("commit 2, enqueue 51, ledger-read 2, timeline 51", _shop.Wire.Cost);
        Assert.Equal(Shop.Dollars(51), (await _shop.HeadAsync()).Reserved);
    }

    [Fact]
    public async Task Each_change_of_a_group_is_decided_on_those_before_it()
    {
        await _shop.CapturedAsync(100);
        var waiting = await WithFirstInCommitAsync(() => Enumerable.Range(0, 50).Select(_ => _shop.RefundAsync(5)));

        // The first took 1.00: 19 of 5.00 fit, and the rest are rejected.
        Assert.Equal(19, waiting.Count(refund => refund is Answer<RefundView>.Accepted));
        Assert.All(waiting.Skip(19), refund => Assert.Equal(RejectionReason.InsufficientFunds, refund.Reason()));
        Assert.Equal(Shop.Dollars(96), (await _shop.HeadAsync()).Reserved);
    }

    [Fact]
    public async Task A_request_whose_preparation_fails_leaves_the_others_of_its_group_unaffected()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.Before = (call, number) => call == Calls.Enqueue && number == 4
            ? Task.FromException(new PortException("enqueue"))
            : Task.CompletedTask;
        var refunds = await WithFirstInCommitAsync(() => Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                return (await _shop.RefundAsync(1)).Result().Refund;
            }
            catch (PortException)
            {
                return null;
            }
        }));

        Assert.Single(refunds, refund => refund is null);
        Assert.Equal(Shop.Dollars(10), (await _shop.HeadAsync()).Reserved);
        var stored = await _shop.StoredAsync<Refund>();
        Assert.All(refunds.OfType<Refund>(), refund => Assert.Contains(stored, found => found.Id == refund.Id));
        Assert.Equal(10, stored.Count);
    }

    [Fact]
    public async Task The_same_request_sent_twice_at_once_is_one_refund()
    {
        await _shop.CapturedAsync(100);
        var waiting = await WithFirstInCommitAsync(() => Enumerable.Range(0, 4).Select(_ => _shop.RefundAsync(5, "k")));

        Assert.Single(waiting.Select(refund => refund.Result().Refund.Id).Distinct());
        Assert.Single(waiting, refund => refund.Accepted().Outcome == Outcome.Created);
        Assert.Equal(Shop.Dollars(6), (await _shop.HeadAsync()).Reserved);
    }

    [Fact]
    public async Task Refunds_of_one_ledger_are_executed_together()
    {
        await _shop.CapturedAsync(100);
        var refunds = new List<Id<Refund>>();
        for (var n = 0; n < 20; n++) refunds.Add((await _shop.RefundAsync(1)).Result().Refund.Id);
        _shop.Wire.Clear();

        await Task.WhenAll(refunds.Select(refund => _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund))));

        Assert.Equal(Shop.Dollars(20), (await _shop.HeadAsync()).Refunded);
        Assert.Equal(Shop.Dollars(20), (await _shop.MovedAsync()).Refunded);
        Assert.InRange(_shop.Wire.Log.Count(call => call == $"{Calls.Commit}>"), 2, 10);
    }

    [Fact]
    public async Task No_more_than_64_changes_share_a_commit()
    {
        await _shop.CapturedAsync(100);

        var waiting = await WithFirstInCommitAsync(() => Enumerable.Range(0, 120).Select(_ => _shop.RefundAsync(0.5m)));

        Assert.All(waiting, refund => refund.Accepted());
        Assert.Equal(3, _shop.Wire.Log.Count(call => call == $"{Calls.Commit}>"));
    }

    [Fact]
    public async Task Ledgers_do_not_wait_for_each_other()
    {
        await _shop.CapturedAsync(100);
        var (asleep, wake) = SleepInCommit();
        var first = _shop.RefundAsync(1);
        await asleep;

        var other = OrderNumber.From("another");
        await _shop.Orders.RegisterAsync(Shop.Organization, other, Shop.Dollars(1), Shop.Dollars(0), default)
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(first.IsCompleted);

        wake.SetResult();
        (await first).Accepted();
    }

    [Fact]
    public async Task A_caller_that_leaves_while_its_change_waits_changes_nothing()
    {
        await _shop.CapturedAsync(100);
        var (asleep, wake) = SleepInCommit();
        var first = _shop.RefundAsync(1);
        await asleep;
        using var left = new CancellationTokenSource();
        var waiting = _shop.Refunds.RequestAsync(Shop.Organization, Requests.Refund(5), left.Token);
        var next = _shop.RefundAsync(2);

        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        wake.SetResult();

        (await first).Accepted();
        (await next).Accepted();
        Assert.Equal(Shop.Dollars(3), (await _shop.HeadAsync()).Reserved);
    }

    /// <summary>A refund of 1.00 is being committed while others come; their results.</summary>
    private async Task<IReadOnlyList<T>> WithFirstInCommitAsync<T>(Func<IEnumerable<Task<T>>> others)
    {
        var before = _shop.Wire.Before;
        var (asleep, wake) = SleepInCommit();
        var first = _shop.RefundAsync(1);
        await asleep;
        _shop.Wire.Before = before;
        var waiting = others().ToList();
        wake.SetResult();
        (await first).Accepted();
        return await Task.WhenAll(waiting);
    }

    private (Task Asleep, TaskCompletionSource Wake) SleepInCommit()
    {
        var (asleep, wake) = (
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _shop.Wire.Before = async (call, _) =>
        {
            if (call != Calls.Commit || asleep.Task.IsCompleted) return;
            asleep.SetResult();
            await wake.Task;
        };
        return (asleep.Task, wake);
    }
}
