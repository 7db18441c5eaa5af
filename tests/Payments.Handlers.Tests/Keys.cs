using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

public sealed class Keys
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Shop _shop = new();

    [Fact]
    public async Task The_same_request_again_gets_the_same_resource()
    {
        await _shop.CapturedAsync(100);
        var first = (await _shop.RefundAsync(10, "k")).Accepted();
        await _shop.DeliverAllAsync();

        var again = (await _shop.RefundAsync(10, "k")).Accepted();

        Assert.Equal(Outcome.Created, first.Outcome);
        Assert.Equal(Outcome.Replayed, again.Outcome);
        Assert.Equal(first.Result.Refund.Id, again.Result.Refund.Id);
        Assert.Equal(RefundStatus.Succeeded, again.Result.Refund.Status);
    }

    [Fact]
    public async Task A_different_request_under_a_used_key_is_rejected()
    {
        await _shop.CapturedAsync(100);
        await _shop.RefundAsync(10, "k");

        Assert.Equal(RejectionReason.KeyUsedOtherwise, (await _shop.RefundAsync(11, "k")).Reason());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_request_sent_twenty_times_concurrently_creates_one_refund(bool ofAllThatIsLeft)
    {
        await _shop.CapturedAsync(100);
        var processes = new[] { _shop.Another(), _shop.Another() };
        var request = Requests.Refund(ofAllThatIsLeft ? 100 : 10, "k");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => Task.Run(() => _shop.RefundAsync(request, processes[number % 2]))));

        var refund = Assert.Single(await _shop.StoredAsync<Refund>());
        Assert.All(answers, answer => Assert.Equal(refund.Id, answer.Result().Refund.Id));
        await _shop.DeliverAllAsync();
        Assert.Equal(request.Amount, (await _shop.MovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_repeated_request_that_read_the_key_too_early_is_not_rejected_because_of_the_first()
    {
        await _shop.CapturedAsync(100);
        Answer<RefundView>? first = null;
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.LedgerRead, 1)) return;
            first = await _shop.RefundAsync(Requests.Refund(100, "k"), _shop.Another());
        };

        var second = await _shop.RefundAsync(100, "k");

        Assert.Equal(first!.Result().Refund.Id, second.Accepted().Result.Refund.Id);
        Assert.Equal(Outcome.Replayed, second.Accepted().Outcome);
    }

    [Fact]
    public async Task A_different_request_waits_while_the_first_is_in_progress()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: false);
        await Assert.ThrowsAsync<PortException>(() => _shop.RefundAsync(10, "k"));
        _shop.Wire.Calm();

        Assert.Equal(RejectionReason.KeyInProgress, (await _shop.RefundAsync(11, "k")).Reason());
        _shop.Clock.Advance(AcceptanceLimits.KeyHandover - Second);
        Assert.Equal(RejectionReason.KeyInProgress, (await _shop.RefundAsync(11, "k")).Reason());
        _shop.Clock.Advance(Second);
        var taken = (await _shop.RefundAsync(11, "k")).Accepted();

        Assert.Equal(Outcome.Created, taken.Outcome);
        Assert.Equal(taken.Result.Refund.Id, Assert.Single(await _shop.StoredAsync<Refund>()).Id);
        Assert.Equal(RejectionReason.KeyUsedOtherwise, (await _shop.RefundAsync(10, "k")).Reason());
    }

    [Fact]
    public async Task A_request_that_resumes_after_its_key_was_taken_over_is_abandoned()
    {
        await _shop.CapturedAsync(100);
        Answer<RefundView>? other = null;
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Enqueue, 1)) return;
            await Task.Delay(50);
            _shop.Clock.Advance(AcceptanceLimits.KeyHandover + Second);
            other = await _shop.RefundAsync(Requests.Refund(11, "k"), _shop.Another());
        };

        await Assert.ThrowsAsync<LedgerBusyException>(() => _shop.RefundAsync(10, "k"));

        Assert.Equal(other!.Result().Refund.Id, Assert.Single(await _shop.StoredAsync<Refund>()).Id);
    }

    [Fact]
    public async Task A_commit_that_stalls_meets_the_ledger_change_of_the_new_owner_of_its_key()
    {
        await _shop.CapturedAsync(100);
        Answer<RefundView>? other = null;
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;
            _shop.Clock.Advance(AcceptanceLimits.KeyHandover + Second);
            other = await _shop.RefundAsync(Requests.Refund(11, "k"), _shop.Another());
        };

        var first = await _shop.RefundAsync(10, "k");

        Assert.Equal(RejectionReason.KeyUsedOtherwise, first.Reason());
        Assert.Equal(other!.Result().Refund.Id, Assert.Single(await _shop.StoredAsync<Refund>()).Id);
    }

    [Fact]
    public async Task A_commit_that_takes_effect_during_the_takeover_keeps_the_key()
    {
        await _shop.CapturedAsync(100);
        var sleeping = new TaskCompletionSource();
        var asleep = new TaskCompletionSource();
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;
            asleep.SetResult();
            await sleeping.Task;
        };
        var first = Task.Run(() => _shop.RefundAsync(10, "k"));
        await asleep.Task;
        _shop.Clock.Advance(AcceptanceLimits.KeyHandover + Second);
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 2)) return;
            sleeping.SetResult();
            await first;
        };

        var second = await _shop.RefundAsync(Requests.Refund(11, "k"), _shop.Another());

        Assert.Equal((await first).Result().Refund.Id, Assert.Single(await _shop.StoredAsync<Refund>()).Id);
        Assert.Equal(RejectionReason.KeyUsedOtherwise, second.Reason());
    }

    [Fact]
    public async Task A_request_that_repeats_an_old_reservation_keeps_the_key_while_in_progress()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: false);
        await Assert.ThrowsAsync<PortException>(() => _shop.RefundAsync(10, "k"));
        _shop.Clock.Advance(AcceptanceLimits.KeyHandover - Second);
        _shop.Wire.Clear();
        Answer<RefundView>? other = null;
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;
            _shop.Clock.Advance(2 * Second);
            other = await _shop.RefundAsync(Requests.Refund(11, "k"), _shop.Another());
        };

        var repeated = await _shop.RefundAsync(10, "k");

        Assert.Equal(repeated.Result().Refund.Id, Assert.Single(await _shop.StoredAsync<Refund>()).Id);
        Assert.Equal(RejectionReason.KeyInProgress, other!.Reason());
    }

    [Fact]
    public async Task A_request_whose_timeline_entries_took_too_long_is_abandoned()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.After = async (call, number) =>
        {
            if ((call, number) != (Calls.Timeline, 1)) return;
            await Task.Delay(50);
            _shop.Clock.Advance(AcceptanceLimits.MaxDuration + Second);
        };

        await Assert.ThrowsAsync<LedgerBusyException>(() => _shop.RefundAsync(10, "k"));

        Assert.Empty(await _shop.StoredAsync<Refund>());
    }

    [Fact]
    public async Task A_commit_that_takes_effect_after_a_failed_takeover_keeps_the_key()
    {
        await _shop.CapturedAsync(100);
        var (first, wake) = await SleepInCommitAsync();
        await HandOverInVainAsync();
        wake.SetResult();
        var refund = (await first).Accepted().Result.Refund;
        _shop.Wire.Calm();

        var found = await _shop.Refunds.FindAsync(Shop.Organization, "k", default);
        var again = (await _shop.RefundAsync(10, "k")).Accepted();
        var second = await _shop.RefundAsync(11, "k");

        Assert.Equal(refund.Id, found?.Refund.Id);
        Assert.Equal((refund.Id, Outcome.Replayed), (again.Result.Refund.Id, again.Outcome));
        Assert.Equal(RejectionReason.KeyUsedOtherwise, second.Reason());
        Assert.Equal(refund.Id, Assert.Single(await _shop.StoredAsync<Refund>()).Id);
    }

    [Fact]
    public async Task A_commit_that_takes_effect_after_two_failed_takeovers_keeps_the_key()
    {
        await _shop.CapturedAsync(100);
        var (first, wake) = await SleepInCommitAsync();
        await HandOverInVainAsync();
        await HandOverInVainAsync(12);
        wake.SetResult();
        var refund = (await first).Accepted().Result.Refund;
        _shop.Wire.Calm();

        Assert.Equal(RejectionReason.KeyUsedOtherwise, (await _shop.RefundAsync(12, "k")).Reason());
        Assert.Equal(RejectionReason.KeyUsedOtherwise, (await _shop.RefundAsync(11, "k")).Reason());
        Assert.Equal(refund.Id, (await _shop.RefundAsync(10, "k")).Accepted().Result.Refund.Id);
    }

    [Fact]
    public async Task A_request_whose_key_was_taken_over_while_others_changed_the_ledger_does_not_commit()
    {
        await _shop.CapturedAsync(100);
        var name = KeyName.For<Refund>(Shop.Organization, Key.From("k"));
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;

            // As another process with a clock that is ahead would.
            var ours = (await _shop.Keys.FindAsync(name, default))!;
            var other = new KeyReservation(
                Id<Refund>.New(Shop.Ledger.Ledger, Guid.CreateVersion7()).ToString(), "x", _shop.Clock.GetUtcNow());
            await _shop.Keys.TryTakeOverAsync(name, ours, other, default);
            await _shop.RefundAsync(Requests.Refund(1), _shop.Another());
        };

        var answer = await _shop.RefundAsync(10, "k");

        Assert.Equal(RejectionReason.KeyInProgress, answer.Reason());
        Assert.Single(await _shop.StoredAsync<Refund>());
    }

    [Fact]
    public async Task A_slow_race_for_the_ledger_is_abandoned_in_time()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;
            _shop.Clock.Advance(AcceptanceLimits.MaxDuration + Second);
            await _shop.RefundAsync(Requests.Refund(1), _shop.Another());
        };

        await Assert.ThrowsAsync<LedgerBusyException>(() => _shop.RefundAsync(10));
    }

    [Fact]
    public async Task Each_organization_has_its_own_keys()
    {
        var other = OrganizationId.From("another");
        await _shop.RegisterAsync(100);
        await _shop.Orders.RegisterAsync(other, Shop.Order, Shop.Dollars(100), Shop.Dollars(0), default);

        var ours = await _shop.CreditPayments.RecordAsync(
            Shop.Organization, Requests.CreditPayment(10, "k"), default);
        var theirs = await _shop.CreditPayments.RecordAsync(other, Requests.CreditPayment(20, "k"), default);

        Assert.NotEqual(ours.Result().Id, theirs.Result().Id);
        Assert.Equal(
            ours.Result(), await _shop.CreditPayments.FindAsync(Shop.Organization, "k", default));
        Assert.Equal(theirs.Result(), await _shop.CreditPayments.FindAsync(other, "k", default));
    }

    [Fact]
    public async Task Each_kind_of_resource_has_its_own_keys()
    {
        await _shop.CapturedAsync(100);

        (await _shop.RefundAsync(10, "k")).Accepted();
        (await _shop.AuthorizeAsync(Requests.Authorization(10, "k"))).Accepted();
        var payment = Requests.CreditPayment(10, "k");
        (await _shop.CreditPayments.RecordAsync(Shop.Organization, payment, default)).Accepted();
    }

    [Fact]
    public async Task A_resource_decided_on_twice_has_one_timeline_entry_with_its_own_time()
    {
        await _shop.CapturedAsync(100);
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;
            _shop.Clock.Advance(Second);
            await _shop.RefundAsync(Requests.Refund(1), _shop.Another());
        };

        var refund = (await _shop.RefundAsync(10, "k")).Result().Refund;

        Assert.Single(
            _shop.Timeline.List(Shop.Organization, Refund.Prefix),
            entry => entry.Record == refund.RecordKey && entry.At == refund.CreatedAt);
    }

    private async Task<(Task<Answer<RefundView>> First, TaskCompletionSource Wake)> SleepInCommitAsync()
    {
        var (asleep, wake) = (new TaskCompletionSource(), new TaskCompletionSource());
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) != (Calls.Commit, 1)) return;
            asleep.SetResult();
            await wake.Task;
        };
        var first = Task.Run(() => _shop.RefundAsync(10, "k"));
        await asleep.Task;
        return (first, wake);
    }

    /// <summary>Another request gets the key, and fails before its commit.</summary>
    private async Task HandOverInVainAsync(decimal amount = 11)
    {
        _shop.Clock.Advance(AcceptanceLimits.KeyHandover + Second);
        _shop.Wire.Before = (call, _) => call == Calls.Commit
            ? Task.FromException(new PortException("The process is dead."))
            : Task.CompletedTask;
        await Assert.ThrowsAsync<PortException>(
            () => _shop.RefundAsync(Requests.Refund(amount, "k"), _shop.Another()));
    }
}
