using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

/// <summary>A port fails, before or after it did its work, at each call of a request in turn.</summary>
public sealed class Faults
{
    private readonly Shop _shop = new();

    public static TheoryData<string, bool> Everywhere() => At(
        Calls.LedgerRead, Calls.KeyRead, Calls.KeyWrite, Calls.Enqueue, Calls.Timeline, Calls.Commit);

    /// <summary>Open credits are in no list.</summary>
    public static TheoryData<string, bool> EverywhereOfACredit() => At(
        Calls.LedgerRead, Calls.KeyRead, Calls.KeyWrite, Calls.Enqueue, Calls.Commit);

    private static TheoryData<string, bool> At(params string[] calls)
    {
        var data = new TheoryData<string, bool>();
        foreach (var call in calls)
        {
            data.Add(call, false);
            data.Add(call, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_failed_refund_repeated_with_its_key_is_created_once(string call, bool afterEffect)
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.FailOnce(call, 1, afterEffect);
        await Assert.ThrowsAsync<PortException>(() => _shop.RefundAsync(10, "k"));
        _shop.Wire.Calm();

        (await _shop.RefundAsync(10, "k")).Accepted();
        await _shop.DeliverAllAsync();

        var refund = Assert.Single(await _shop.StoredAsync<Refund>());
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Refunded);
        Assert.Single(
            _shop.Timeline.List(Shop.Organization, Refund.Prefix),
            entry => entry.Record == refund.RecordKey && entry.At == refund.CreatedAt);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_failed_refund_counts_completely_or_not_at_all(string call, bool afterEffect)
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.FailOnce(call, 1, afterEffect);
        await Assert.ThrowsAsync<PortException>(() => _shop.RefundAsync(10, "k"));
        _shop.Wire.Calm();

        await _shop.DeliverAllAsync();

        var counts = call == Calls.Commit && afterEffect;
        Assert.Equal(Shop.Dollars(counts ? 10 : 0), (await _shop.MovedAsync()).Refunded);
        Assert.Equal(Shop.Dollars(counts ? 10 : 0), (await _shop.HeadAsync()).Refunded);
        Assert.Equal(Shop.Dollars(0), (await _shop.HeadAsync()).Reserved);
    }

    [Theory]
    [MemberData(nameof(EverywhereOfACredit))]
    public async Task A_failed_credit_repeated_with_its_key_is_paid_once(string call, bool afterEffect)
    {
        _shop.Wire.FailOnce(call, 1, afterEffect);
        await Assert.ThrowsAsync<PortException>(GiveAsync);
        _shop.Wire.Calm();

        (await GiveAsync()).Accepted();
        await _shop.DeliverAllAsync();

        Assert.Equal(CreditStatus.Settled, Assert.Single(await _shop.StoredAsync<Credit>()).Status);
        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Credited);

        Task<Answer<Credit>> GiveAsync() => _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10), default);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_failed_capture_repeated_with_its_key_takes_the_money_once(string call, bool afterEffect)
    {
        await _shop.RegisterAsync(100);
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(100))).Result();
        _shop.Wire.FailOnce(call, 1, afterEffect);
        await Assert.ThrowsAsync<PortException>(CaptureAsync);
        _shop.Wire.Calm();

        (await CaptureAsync()).Accepted();
        await _shop.DeliverAllAsync();

        Assert.Equal(CaptureStatus.Succeeded, Assert.Single(await _shop.StoredAsync<Capture>()).Status);
        Assert.Equal(Shop.Dollars(60), (await _shop.MovedAsync()).Captured);

        Task<Answer<Capture>> CaptureAsync() => _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), 60, "k"), default);
    }

    [Fact]
    public async Task A_change_that_would_commit_after_more_than_a_minute_is_abandoned_and_succeeds_the_next_time()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        var work = new ExecuteRefund(Shop.Ledger, refund.Id);
        _shop.Wire.Before = (call, _) =>
        {
            if (call == Calls.Timeline) _shop.Clock.Advance(AcceptanceLimits.MaxDuration + TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<LedgerBusyException>(() => _shop.HandleAsync(work));
        Assert.Empty((await _shop.RefundNowAsync(refund.Id)).Allocations);

        _shop.Wire.Calm();
        await _shop.HandleAsync(work);
        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
    }

    [Fact]
    public async Task A_message_without_its_refund_is_rescheduled_and_dropped_after_two_minutes()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: false);
        await Assert.ThrowsAsync<PortException>(() => _shop.RefundAsync(10));
        _shop.Wire.Calm();
        var enqueued = _shop.Clock.GetUtcNow();

        Assert.Equal(7, await _shop.DeliverAllAsync());

        Assert.InRange(_shop.Clock.GetUtcNow() - enqueued, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(180));
        Assert.Empty(_shop.Queue.TakeAll());
    }

    [Fact]
    public async Task A_message_delivered_before_the_commit_is_processed_after_it()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;
            var early = Assert.Single(_shop.Queue.TakeAll());
            await _shop.HandleAsync(early.Work, _shop.Another());
        };
        (await _shop.RefundAsync(10)).Accepted();

        await _shop.DeliverAllAsync();

        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_refund_with_a_slow_commit_is_enqueued_again()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.After = (call, number) =>
        {
            if ((call, number) == (Calls.Commit, 1)) _shop.Clock.Advance(3 * AcceptanceLimits.MaxDuration);
            return Task.CompletedTask;
        };

        (await _shop.RefundAsync(10)).Accepted();

        Assert.Equal(2, _shop.Queue.TakeAll().Count);
    }

    [Fact]
    public async Task A_commit_retried_after_a_lost_response_is_one_refund()
    {
        _shop.Between = store => new ForgetfulLedgers(store);
        var process = _shop.Another();
        await _shop.CapturedAsync(100);

        var answer = (await _shop.RefundAsync(Requests.Refund(100), process)).Accepted();

        Assert.Equal(answer.Result.Refund.Id, Assert.Single(await _shop.StoredAsync<Refund>()).Id);
        Assert.Equal(Shop.Dollars(100), (await _shop.HeadAsync()).Reserved);
    }

    [Fact]
    public async Task A_lost_response_without_a_key_leaves_a_complete_refund_that_a_repeated_request_does_not_find()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: true);
        await Assert.ThrowsAsync<PortException>(() => _shop.RefundAsync(60));
        _shop.Wire.Calm();

        // Without a key nobody can tell a repeated request from a second refund; what the captures can refund still
        // limits both.
        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(60)).Reason());
        await _shop.DeliverAllAsync();
        Assert.Equal(Shop.Dollars(60), (await _shop.MovedAsync()).Refunded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_fifty_concurrent_refunds_of_a_twentieth_twenty_succeed(bool withKeys)
    {
        await _shop.CapturedAsync(100);
        var processes = new[] { _shop.Another(), _shop.Another(), _shop.Another() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() =>
            _shop.RefundAsync(Requests.Refund(5, withKeys ? $"k{number}" : null), processes[number % 3]))));

        Assert.Equal(20, answers.Count(answer => answer is Answer<RefundView>.Accepted));
        await _shop.DeliverAllAsync(atMost: 500);
        Assert.Equal(Shop.Dollars(100), (await _shop.MovedAsync()).Refunded);
        Assert.All(await _shop.StoredAsync<Refund>(), refund => Assert.Equal(RefundStatus.Succeeded, refund.Status));
    }
}
