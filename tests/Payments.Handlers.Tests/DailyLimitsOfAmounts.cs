using Payments.Handlers.Credits;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;

namespace Payments.Handlers.Tests;

/// <summary>An organization's ceilings for refunds and open credits a day.</summary>
public sealed class DailyLimitsOfAmounts
{
    private const string DecliningCard = "4012001915677112";

    private readonly Shop _shop = new();

    [Fact]
    public async Task Open_credits_are_off_unless_they_are_switched_on()
    {
        _shop.Limits = OrganizationLimits.Default;

        Assert.Equal(RejectionReason.CreditsSwitchedOff, (await GiveAsync(10, "k")).Reason());

        Assert.Empty(_shop.Ledgers.Addresses);
        Assert.Empty(_shop.Processor.Asked);
    }

    [Fact]
    public async Task A_currency_that_is_not_listed_has_no_open_credits()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        var dollars = Requests.Credit(1);
        var yen = dollars with
        {
            Terms = dollars.Terms with { Amount = new Money(100, Currency.Parse("JPY")), Order = null },
        };

        var answer = await _shop.Credits.GiveAsync(Shop.Organization, yen, default);

        Assert.Equal(RejectionReason.CreditsSwitchedOff, answer.Reason());
    }

    [Fact]
    public async Task The_ceiling_is_reached_to_the_cent_and_then_nothing_is_stored()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        (await GiveAsync(60, "a")).Accepted();
        (await GiveAsync(39.99m, "b")).Accepted();
        var stored = (await _shop.StoredAsync<Credit>()).Count;

        var rejected = Assert.IsType<Answer<Credit>.Rejected>(await GiveAsync(0.02m, "c"));
        (await GiveAsync(0.01m, "d")).Accepted();

        Assert.Equal(RejectionReason.DailyLimitReached, rejected.Rejection.Reason);
        Assert.Contains("100.00 USD", rejected.Rejection.Message, StringComparison.Ordinal);
        Assert.Equal(stored + 1, (await _shop.StoredAsync<Credit>()).Count);
    }

    [Fact]
    public async Task A_rejected_credit_does_not_reach_the_processor()
    {
        _shop.Limits = SampleLimits.Credits(10_000);

        Assert.Equal(RejectionReason.DailyLimitReached, (await GiveAsync(100.01m, "k")).Reason());

        Assert.Empty(_shop.Processor.Asked);
    }

    [Fact]
    public async Task The_next_day_begins_at_midnight_UTC()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        (await GiveAsync(100, "a")).Accepted();
        _shop.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.Equal(RejectionReason.DailyLimitReached, (await GiveAsync(100, "b")).Reason());
        _shop.Clock.Advance(TimeSpan.FromSeconds(1));

        (await GiveAsync(100, "b")).Accepted();
    }

    [Fact]
    public async Task A_repeated_credit_counts_once()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        (await GiveAsync(60, "a")).Accepted();

        foreach (var process in new[] { _shop.Another(), _shop.Another() })
            Assert.Equal(Outcome.Replayed, (await GiveAsync(60, "a", process)).Accepted().Outcome);

        (await GiveAsync(40, "b")).Accepted();
    }

    [Fact]
    public async Task Sixty_four_sendings_of_one_credit_at_once_count_once()
    {
        _shop.Limits = SampleLimits.Credits(1_000_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => GiveAsync(10, "a"))));

        Assert.Single(answers.Select(answer => answer.Result().Id).Distinct());
        (await GiveAsync(9_990, "b")).Accepted();
    }

    [Fact]
    public async Task A_declined_credit_does_not_count()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        var declined = await _shop.Credits.GiveAsync(
            Shop.Organization, Requests.Credit(100, "a", DecliningCard), default);
        Assert.Equal(CreditStatus.Declined, declined.Result().Status);

        (await GiveAsync(100, "b")).Accepted();
    }

    [Fact]
    public async Task A_credit_whose_processor_did_not_answer_does_not_count()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        _shop.Processor.Script = _ => new ProcessorResponse.Unknown("timeout");
        await Assert.ThrowsAsync<ProcessorUnavailableException>(() => GiveAsync(100, "a"));
        _shop.Processor.Script = _ => null;

        (await GiveAsync(100, "a")).Accepted();
    }

    [Fact]
    public async Task A_failure_before_the_commit_returns_what_was_claimed()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        _shop.Wire.FailOnce(Calls.Enqueue, 1, afterEffect: false);
        await Assert.ThrowsAsync<PortException>(() => GiveAsync(100, "a"));
        _shop.Wire.Calm();

        (await GiveAsync(100, "a")).Accepted();
    }

    [Fact]
    public async Task A_commit_without_an_answer_stays_counted()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: true);
        await Assert.ThrowsAsync<PortException>(() => GiveAsync(60, "a"));
        _shop.Wire.Calm();

        Assert.Equal(Outcome.Replayed, (await GiveAsync(60, "a")).Accepted().Outcome);
        Assert.Equal(RejectionReason.DailyLimitReached, (await GiveAsync(41, "b")).Reason());
    }

    [Fact]
    public async Task Sixty_four_credits_at_once_in_four_instances_never_exceed_the_ceiling()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        Process[] instances = [_shop.Another(), _shop.Another(), _shop.Another(), _shop.Another()];

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(
            () => GiveAsync(3, $"k{number}", instances[number % instances.Length]))));

        var given = 3 * answers.Count(answer => answer is Answer<Credit>.Accepted);
        Assert.InRange(given, 3 * 31, 100);
        Assert.All(answers.OfType<Answer<Credit>.Rejected>(), rejected =>
            Assert.Equal(RejectionReason.DailyLimitReached, rejected.Rejection.Reason));
        Assert.Equal(Shop.Dollars(given), (await _shop.HeadAsync()).OpenCredits);
    }

    [Fact]
    public async Task An_instance_that_stops_leaves_what_it_has_not_spent_to_the_others()
    {
        _shop.Limits = SampleLimits.Credits(1_000_000);
        var stopping = _shop.Another();
        (await GiveAsync(1, "a", stopping)).Accepted();
        Assert.Equal(RejectionReason.DailyLimitReached, (await GiveAsync(9_999, "b")).Reason());

        await stopping.Get<DailyLimits>().CloseAsync(default);
        _shop.Clock.Advance(DailyBudget.ReadingLifetime);

        (await GiveAsync(9_999, "b")).Accepted();
    }

    [Fact]
    public async Task What_a_stopping_instance_returns_is_returned_once_even_if_the_response_is_lost()
    {
        var counters = new LossyCounters();
        var name = new CounterName(OrganizationId.From("demo"), "credits-USD", "2026-03-14");
        var budget = new DailyBudget(name, counters, TimeProvider.System, new Random(1));
        Assert.True(await budget.TryTakeAsync(1, 6_400, default));

        counters.LosesNext = true;
        await budget.CloseAsync(default);

        Assert.Equal(1, (await counters.FindAsync(name, default))!.Value);
    }

    [Fact]
    public async Task A_process_that_dies_takes_at_most_a_slice_with_it()
    {
        _shop.Limits = SampleLimits.Credits(6_400_000);
        (await GiveAsync(1, "a", _shop.Another())).Accepted();

        (await GiveAsync(63_000, "b")).Accepted();
    }

    [Fact]
    public async Task Refunds_have_a_ceiling_of_their_own()
    {
        await _shop.CapturedAsync(200);
        _shop.Limits = SampleLimits.Refunds(10_000);

        (await _shop.RefundAsync(60, "a")).Accepted();
        Assert.Equal(RejectionReason.DailyLimitReached, (await _shop.RefundAsync(41, "b")).Reason());
        (await _shop.RefundAsync(60, "a")).Accepted();
        (await _shop.RefundAsync(40, "c")).Accepted();

        Assert.Equal(2, (await _shop.StoredAsync<Refund>()).Count);
        Assert.Equal(Shop.Dollars(0), (await _shop.HeadAsync()).OpenCredits);
    }

    [Fact]
    public async Task A_refund_of_all_that_is_left_counts_what_is_left()
    {
        await _shop.CapturedAsync(100.01m);
        _shop.Limits = SampleLimits.Refunds(10_000);

        Assert.Equal(RejectionReason.DailyLimitReached, (await _shop.RefundAsync(amount: null)).Reason());
        (await _shop.RefundAsync(0.01m)).Accepted();
        Assert.Equal(RejectionReason.DailyLimitReached, (await _shop.RefundAsync(amount: null)).Reason());
    }

    [Fact]
    public async Task A_refund_that_the_ledger_rejects_does_not_count()
    {
        await _shop.CapturedAsync(100);
        _shop.Limits = SampleLimits.Refunds(10_000);
        Assert.Equal(RejectionReason.InsufficientFunds, (await _shop.RefundAsync(100.01m)).Reason());

        (await _shop.RefundAsync(100)).Accepted();
    }

    [Fact]
    public async Task Rejections_at_the_ceiling_read_the_counter_once_a_second()
    {
        _shop.Limits = SampleLimits.Credits(10_000);
        (await GiveAsync(100, "a")).Accepted();
        _shop.Clock.Advance(DailyBudget.ReadingLifetime);
        _shop.Wire.Clear();

        for (var number = 0; number < 5; number++)
            Assert.Equal(RejectionReason.DailyLimitReached, (await GiveAsync(1, $"k{number}")).Reason());

        Assert.Equal("counter-read 1, key-read 10, ledger-read 5", _shop.Wire.Cost);
    }

    private Task<Answer<Credit>> GiveAsync(decimal amount, string key, Process? process = null) =>
        (process?.Get<CreditHandler>() ?? _shop.Credits).GiveAsync(
            Shop.Organization, Requests.Credit(amount, key), default);

    /// <summary>Makes a write whose response is lost, which its caller sees as a conflict.</summary>
    private sealed class LossyCounters : ICounterStore
    {
        private readonly InMemoryCounters _counters = new();

        public bool LosesNext { get; set; }

        public Task<Counter?> FindAsync(CounterName name, CancellationToken cancellationToken) =>
            _counters.FindAsync(name, cancellationToken);

        public async Task<string?> TryWriteAsync(
            CounterName name, Counter counter, CancellationToken cancellationToken)
        {
            var version = await _counters.TryWriteAsync(name, counter, cancellationToken);
            if (!LosesNext) return version;
            LosesNext = false;
            return null;
        }
    }
}
