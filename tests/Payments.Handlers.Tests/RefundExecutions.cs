using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

public sealed class RefundExecutions
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

    [Fact]
    public async Task The_allocation_is_stored_before_the_processor_is_called()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        Refund? seen = null;
        _shop.Wire.Before = async (call, _) =>
        {
            if (call == Calls.Processor) seen = Assert.Single(await _shop.StoredAsync<Refund>());
        };

        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id));

        Assert.Equal(AllocationStatus.Reserved, Assert.Single(seen!.Allocations).Status);
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task An_interrupted_step_is_repeated_and_moves_the_money_once(
        string call, int number, bool afterEffect)
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        var work = new ExecuteRefund(Shop.Ledger, refund.Id);
        _shop.Wire.FailOnce(call, number, afterEffect);
        await Assert.ThrowsAsync<PortException>(() => _shop.HandleAsync(work));
        _shop.Wire.Calm();

        await _shop.HandleAsync(work, _shop.Another());

        var done = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal(RefundStatus.Succeeded, done.Status);
        Assert.Single(done.Allocations);
        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Refunded);
        Assert.Single(_shop.Processor.Asked.OfType<RefundFunds>().Select(asked => asked.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task An_unknown_outcome_is_queried_ever_less_often_under_one_key_and_never_moved()
    {
        await _shop.CapturedAsync(100, 100);
        var refund = (await _shop.RefundAsync(100)).Result().Refund;
        _shop.Processor.Script = asked => asked is RefundFunds ? new ProcessorResponse.Unknown("timeout") : null;
        var delays = new List<TimeSpan>();
        var work = Assert.Single(_shop.Queue.TakeAll()).Work;
        for (var delivery = 0; delivery < 12; delivery++)
        {
            await _shop.HandleAsync(work);
            var again = Assert.Single(_shop.Queue.TakeAll());
            delays.Add(again.Delay);
            work = again.Work;
        }

        Assert.Equal(
            [2, 4, 8, 16, 32, 64, 5 * 60, 60 * 60, 24 * 3600, 24 * 3600, 24 * 3600, 24 * 3600],
            delays.Select(delay => delay.TotalSeconds));
        var pending = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal(RefundStatus.Pending, pending.Status);
        Assert.Single(pending.Allocations);
        Assert.Single(_shop.Processor.Asked.OfType<RefundFunds>().Distinct());

        _shop.Processor.Script = _ => null;
        await _shop.HandleAsync(work);
        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Equal(Shop.Dollars(100), (await _shop.MovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_declined_allocation_moves_to_another_capture()
    {
        var captures = await _shop.CapturedAsync(60, 80);
        var refund = (await _shop.RefundAsync(60)).Result().Refund;
        Decline(captures[0], permanently: false);

        await _shop.DeliverAllAsync();

        var done = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal(RefundStatus.Succeeded, done.Status);
        Assert.Equal([captures[0].Id, captures[1].Id], done.Allocations.Select(part => part.Capture));
        Assert.Equal(Shop.Dollars(60), (await _shop.MovedAsync()).Refunded);
        Assert.Equal(Shop.Dollars(60), (await _shop.HeadAsync()).Find(captures[1].Id)!.Refunded);
    }

    [Fact]
    public async Task A_permanent_decline_excludes_the_authorization()
    {
        var first = await _shop.CapturedAsync(60, 50);
        var second = await _shop.CapturedOfAsync(70);
        _shop.Queue.TakeAll();
        var refund = (await _shop.RefundAsync(60)).Result().Refund;
        Decline(first[0], permanently: true);

        await _shop.DeliverAllAsync();

        var done = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal(RefundStatus.Succeeded, done.Status);
        Assert.Equal([first[0].Id, second[0].Id], done.Allocations.Select(part => part.Capture));
    }

    [Fact]
    public async Task A_refund_declined_by_every_capture_fails_and_its_amount_is_refundable_again()
    {
        await _shop.CapturedAsync(60, 40);
        var refund = (await _shop.RefundAsync(100)).Result().Refund;
        _shop.Processor.Script = asked => asked is RefundFunds
            ? new ProcessorResponse.Declined(new Decline(DeclineReason.Unspecified, "006", "Generic decline"))
            : null;

        await _shop.DeliverAllAsync();

        Assert.Equal(RefundStatus.Failed, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Equal(Shop.Dollars(0), (await _shop.HeadAsync()).Reserved);
        _shop.Processor.Script = _ => null;
        var again = (await _shop.RefundAsync(100)).Result().Refund;
        await _shop.DeliverAllAsync();
        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(again.Id)).Status);
    }

    [Fact]
    public async Task Concurrent_workers_on_one_refund_move_its_money_once()
    {
        var captures = await _shop.CapturedAsync(30, 40, 50, 60);
        var refund = (await _shop.RefundAsync(120)).Result().Refund;
        Decline(captures[3], permanently: false);
        var work = new ExecuteRefund(Shop.Ledger, refund.Id);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
        {
            var process = _shop.Another();
            return Task.Run(() => _shop.HandleAsync(work, process));
        }));

        var done = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal(RefundStatus.Succeeded, done.Status);
        Assert.Equal(Shop.Dollars(120), done.Amount);
        Assert.Equal(Shop.Dollars(120), (await _shop.MovedAsync()).Refunded);
        Assert.Equal(Shop.Dollars(120), (await _shop.HeadAsync()).Refunded);
    }

    [Fact]
    public async Task A_step_decided_on_a_refund_older_than_its_ledger_is_decided_again()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        var work = new ExecuteRefund(Shop.Ledger, refund.Id);
        _shop.Between = store => new TornLedgers(store, () => _shop.HandleAsync(work));
        var process = _shop.Another();

        await _shop.HandleAsync(work, process);

        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_refund_over_a_thousand_captures_is_split_into_batches_and_deliveries()
    {
        await _shop.RegisterAsync(1_000_000);
        await _shop.CapturedOfAsync([.. Enumerable.Repeat(1m, 1_000)]);
        _shop.Queue.TakeAll();
        var refund = (await _shop.RefundAsync(1_000)).Result().Refund;
        _shop.Wire.Clear();

        Assert.Equal(5, await _shop.DeliverAllAsync());

        // The allocation, and the outcomes of every 20 operations.
        Assert.Equal(51, _shop.Wire.Log.Count(entry => entry == $"{Calls.Commit}<"));
        Assert.Equal(1_000, _shop.Wire.Log.Count(entry => entry == $"{Calls.Processor}<"));
        Assert.InRange(AtOnce(_shop.Wire.Log), 1, 5);
        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Equal(Shop.Dollars(1_000), (await _shop.MovedAsync()).Refunded);
    }

    [Fact]
    public async Task Allocations_of_unknown_outcome_do_not_block_the_others()
    {
        var captures = await _shop.CapturedAsync([.. Enumerable.Repeat(1m, 60)]);
        var silent = captures.Take(20).Select(capture => capture.ProcessorReference).ToHashSet();
        var refund = (await _shop.RefundAsync(60)).Result().Refund;
        _shop.Processor.Script = asked => asked is RefundFunds funds && silent.Contains(funds.Capture)
            ? new ProcessorResponse.Unknown("timeout")
            : null;

        await _shop.DeliverAllAsync(atMost: 10);

        var pending = await _shop.RefundNowAsync(refund.Id);
        Assert.Equal(Shop.Dollars(40), pending.Refunded);
        Assert.Equal(Shop.Dollars(20), pending.Reserved);
        _shop.Processor.Script = _ => null;
        await _shop.DeliverAllAsync();
        Assert.Equal(Shop.Dollars(60), (await _shop.MovedAsync()).Refunded);
    }

    private void Decline(Capture capture, bool permanently) => _shop.Processor.Script = asked =>
        asked is RefundFunds funds && funds.Capture == capture.ProcessorReference
            ? new ProcessorResponse.Declined(
                new Decline(DeclineReason.Unspecified, "006", "Generic decline", permanently))
            : null;

    private static int AtOnce(IEnumerable<string> log)
    {
        var (now, most) = (0, 0);
        foreach (var entry in log)
        {
            if (entry == $"{Calls.Processor}>") most = Math.Max(most, ++now);
            if (entry == $"{Calls.Processor}<") now--;
        }

        return most;
    }
}
