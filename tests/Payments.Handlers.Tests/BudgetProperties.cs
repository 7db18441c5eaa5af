using FsCheck;
using FsCheck.Fluent;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Testing;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;

namespace Payments.Handlers.Tests;

/// <summary>
/// Whatever instances claim and release, in whatever order their calls to storage take effect, with answers that are
/// lost, crashes and stops in between: what they hold together is never more than the ceiling.
/// </summary>
public sealed class BudgetProperties
{
    private const int Ceiling = 1_000;
    private const int Instances = 3;

    /// <summary>In parallel: most of its time, a run waits between two tries to write a counter.</summary>
    [Fact]
    public void What_is_accepted_never_exceeds_the_ceiling() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithParallelRunConfig(new ParallelRunConfig(16)),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => HoldsAsync(seed).GetAwaiter().GetResult()));

    [Fact]
    public void One_instance_spends_a_ceiling_to_the_last_unit()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt[]>(), amounts => SpendsAllAsync(amounts).GetAwaiter().GetResult()));
    }

    private static async Task<bool> HoldsAsync(int seed)
    {
        var chance = new Chance(seed);
        var wire = new Wire();
        wire.Before = wire.After = (_, _) => chance.Happens(0.05)
            ? Task.FromException(new PortException("away"))
            : Task.CompletedTask;
        var counters = new WiredCounters(new InMemoryCounters(), wire);
        var clock = new ManualClock(Sample.At);
        var limits = Enumerable.Range(0, Instances).Select(_ => Create(counters, clock)).ToArray();
        long accepted = 0;

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () =>
        {
            var instance = number % Instances;
            var claim = Volatile.Read(ref limits[instance]).OpenCredits(Organization());
            var amount = Shop.Dollars((1 + chance.Below(90)) / 100m);
            try
            {
                if (await claim.CoverAsync(amount, default) is not null) return;
                if (chance.Happens(0.2)) claim.Release();
                else Interlocked.Add(ref accepted, amount.MinorUnits);
            }
            catch (PortException)
            {
                // Another process takes the place of one that storage left in doubt.
                if (chance.Happens(0.3)) Volatile.Write(ref limits[instance], Create(counters, clock));
            }
        })));

        return accepted <= Ceiling;
    }

    private static async Task<bool> SpendsAllAsync(PositiveInt[] amounts)
    {
        var limits = Create(new InMemoryCounters(), new ManualClock(Sample.At));
        var left = (long)Ceiling;
        foreach (var cents in amounts.Select(amount => amount.Get % 200 + 1).Append(Ceiling))
        {
            var fits = await limits.OpenCredits(Organization()).CoverAsync(Shop.Dollars(cents / 100m), default) is null;
            if (fits != cents <= left) return false;
            if (fits) left -= cents;
        }

        var last = limits.OpenCredits(Organization());
        return left == 0 || await last.CoverAsync(Shop.Dollars(left / 100m), default) is null;
    }

    private static DailyLimits Create(ICounterStore counters, TimeProvider time) => new(counters, time, new Random(1));

    private static Organization Organization() =>
        new(Shop.Organization, default, TimeSpan.FromDays(7)) { Limits = SampleLimits.Credits(Ceiling) };

    /// <summary>A generator that several tasks use.</summary>
    private sealed class Chance(int seed)
    {
        private readonly Lock _lock = new();
        private readonly Random _random = new(seed);

        public bool Happens(double probability)
        {
            lock (_lock) return _random.NextDouble() < probability;
        }

        public int Below(int end)
        {
            lock (_lock) return _random.Next(end);
        }
    }
}
