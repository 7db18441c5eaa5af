using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Testing;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;

namespace Payments.Handlers.Tests;

/// <summary>An organization's requests a second, over all instances.</summary>
public sealed class RatesOfRequests
{
    private const int PerSecond = 100;

    private readonly Wire _wire = new();
    private readonly ManualClock _clock = new(Sample.At);
    private readonly InMemoryCounters _counters = new();

    private static Organization Organization { get; } =
        new(Shop.Organization, default, TimeSpan.FromDays(7))
        {
            Limits = SampleLimits.High with { RequestsPerSecond = PerSecond },
        };

    [Fact]
    public async Task Within_the_instances_own_share_nothing_is_read_or_written()
    {
        var rates = Create();
        for (var second = 0; second < 60; second++)
        {
            Assert.Equal(PerSecond / RequestRate.OwnShareDivisor, await AdmittedAsync(rates, 6));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("", _wire.Cost);
    }

    [Fact]
    public async Task One_instance_admits_the_rate_at_one_call_to_storage_a_second()
    {
        var rates = Create();
        await AdmittedAsync(rates, PerSecond);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _wire.Clear();

        for (var second = 0; second < 10; second++)
        {
            Assert.Equal(PerSecond, await AdmittedAsync(rates, PerSecond));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("counter-write 10", _wire.Cost);
    }

    [Fact]
    public async Task A_request_above_the_rate_is_told_to_wait_a_second()
    {
        var rates = Create();
        await AdmittedAsync(rates, 10 * PerSecond);

        Assert.Equal(TimeSpan.FromSeconds(1), await rates.AdmitAsync(Organization, default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await rates.AdmitAsync(Organization, default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Instances_share_the_rate_except_for_their_own_shares(int instances)
    {
        const int Seconds = 20;
        var rates = Enumerable.Range(0, instances).Select(_ => Create()).ToArray();
        var admitted = 0;
        for (var second = 0; second < Seconds; second++)
        {
            foreach (var rate in rates) admitted += await AdmittedAsync(rate, 5 * PerSecond);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var own = instances * (1 + (Seconds * PerSecond / RequestRate.OwnShareDivisor));
        var most = (PerSecond * RequestRate.BurstSeconds) + (Seconds * PerSecond) + own;
        Assert.InRange(admitted, (Seconds - 1) * PerSecond, most);
    }

    [Fact]
    public async Task A_lease_that_was_not_used_is_not_saved_up()
    {
        var rates = Create();
        await AdmittedAsync(rates, 10);
        _clock.Advance(TimeSpan.FromHours(1));

        var burst = await AdmittedAsync(rates, 10 * PerSecond);

        Assert.InRange(burst, PerSecond, (PerSecond * RequestRate.BurstSeconds) + PerSecond);
    }

    [Fact]
    public async Task A_clock_that_is_ahead_does_not_stop_the_others()
    {
        var fast = new ManualClock(Sample.At + TimeSpan.FromMinutes(10));
        await AdmittedAsync(Create(fast), 10 * PerSecond);
        var rates = Create();
        await AdmittedAsync(rates, 10 * PerSecond);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AdmittedAsync(rates, 10 * PerSecond);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.InRange(await AdmittedAsync(rates, 10 * PerSecond), PerSecond / 2, 2 * PerSecond);
    }

    [Fact]
    public async Task Sixty_four_at_once_share_one_call_to_storage()
    {
        var rates = Create();

        var waits = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(
            async () => await rates.AdmitAsync(Organization, default))));

        Assert.All(waits, wait => Assert.Null(wait));
        Assert.Equal("counter-write 1", _wire.Cost);
    }

    [Fact]
    public async Task Organizations_have_rates_of_their_own()
    {
        var rates = Create();
        await AdmittedAsync(rates, 10 * PerSecond);

        var other = Organization with { Id = Ledger.Identity.OrganizationId.From("other") };
        Assert.Null(await rates.AdmitAsync(other, default));
    }

    private RequestRates Create(ManualClock? clock = null) => new(new WiredCounters(_counters, _wire), clock ?? _clock);

    private static async Task<int> AdmittedAsync(RequestRates rates, int requests)
    {
        var admitted = 0;
        for (var number = 0; number < requests; number++)
        {
            if (await rates.AdmitAsync(Organization, default) is null) admitted++;
        }

        return admitted;
    }
}
