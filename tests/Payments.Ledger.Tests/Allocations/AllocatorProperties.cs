using System.Numerics;
using Payments.Ledger.Allocations;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Allocations;

public sealed class AllocatorProperties
{
    [Fact]
    public void Shares_are_positive_add_up_and_never_exceed_what_is_refundable() =>
        Prop.ForAll(Generators.Allocations.ToArbitrary(), sample =>
        {
            var (policy, amount, rooms) = sample;
            var room = rooms.ToDictionary(entry => entry.Capture, entry => entry.Amount);
            var shares = Allocator.Allocate(policy, amount, rooms);
            return shares.Sum(amount.Currency, share => share.Amount) == amount
                && shares.All(share => share.Amount.IsPositive && share.Amount <= room[share.Capture])
                && shares.DistinctBy(share => share.Capture).Count() == shares.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_input_captures_does_not_matter() =>
        Prop.ForAll(
            (from sample in Generators.Allocations
             from shuffled in Gen.Shuffle<RefundableCapture>([.. sample.Rooms])
             select (sample, shuffled)).ToArbitrary(),
            both =>
            {
                var ((policy, amount, rooms), shuffled) = both;
                return Allocator.Allocate(policy, amount, rooms)
                    .SequenceEqual(Allocator.Allocate(policy, amount, shuffled));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fewest_captures_uses_no_more_captures_than_any_subset_that_suffices() =>
        Prop.ForAll(Generators.Allocations.ToArbitrary(), sample =>
            Allocator.Allocate(AllocationPolicy.FewestCaptures, sample.Amount, sample.Rooms).Length
            == SmallestSubset(sample.Amount, sample.Rooms)).QuickCheckThrowOnFailure();

    [Fact]
    public void Fewest_captures_prefers_the_oldest_exact_match()
    {
        var rooms = Rooms((1, 90, 0), (2, 50, 2), (3, 50, 1), (4, 60, 3));
        var share = Assert.Single(Allocator.Allocate(AllocationPolicy.FewestCaptures, Given.Cents(50), rooms));
        Assert.Equal(
            new AllocationShare(Given.Id<Capture>(3), Given.Cents(50), Given.Cents(50), AllocationReason.ExactMatch),
            share);
    }

    [Fact]
    public void Oldest_first_empties_each_capture_before_the_next() =>
        Prop.ForAll(Generators.Allocations.ToArbitrary(), sample =>
            IsInTurn(AllocationPolicy.OldestFirst, sample.Amount, ByAge(sample.Rooms))).QuickCheckThrowOnFailure();

    [Fact]
    public void Newest_first_empties_each_capture_before_the_next() =>
        Prop.ForAll(Generators.Allocations.ToArbitrary(), sample =>
            IsInTurn(AllocationPolicy.NewestFirst, sample.Amount, [.. ByAge(sample.Rooms).AsEnumerable().Reverse()]))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Proportional_is_the_largest_remainder_method() =>
        Prop.ForAll(Generators.Allocations.ToArbitrary(), sample =>
            Allocator.Allocate(AllocationPolicy.Proportional, sample.Amount, sample.Rooms)
                .SequenceEqual(LargestRemainders(sample.Amount, sample.Rooms))).QuickCheckThrowOnFailure();

    [Fact]
    public void Proportional_is_exact_where_products_do_not_fit_64_bits() =>
        Prop.ForAll(Generators.LargeAllocations.ToArbitrary(), sample =>
            sample.Amount.IsZero
            || Allocator.Allocate(AllocationPolicy.Proportional, sample.Amount, sample.Rooms)
                .SequenceEqual(LargestRemainders(sample.Amount, sample.Rooms))).QuickCheckThrowOnFailure();

    [Fact]
    public void Proportional_is_within_one_minor_unit_of_the_exact_proportion() =>
        Prop.ForAll(Generators.LargeAllocations.ToArbitrary(), sample =>
        {
            if (sample.Amount.IsZero) return true;
            var total = (BigInteger)sample.Rooms.Sum(room => room.Amount.MinorUnits);
            var shares = Allocator.Allocate(AllocationPolicy.Proportional, sample.Amount, sample.Rooms)
                .ToDictionary(share => share.Capture, share => share.Amount.MinorUnits);
            return sample.Rooms.All(room =>
            {
                var scaled = shares.GetValueOrDefault(room.Capture) * total;
                var exact = (BigInteger)sample.Amount.MinorUnits * room.Amount.MinorUnits;
                return BigInteger.Abs(scaled - exact) < total;
            });
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(AllocationPolicy.FewestCaptures)]
    [InlineData(AllocationPolicy.OldestFirst)]
    [InlineData(AllocationPolicy.NewestFirst)]
    [InlineData(AllocationPolicy.Proportional)]
    public void Eight_times_the_captures_take_about_eight_times_the_memory(AllocationPolicy policy) =>
        Assert.InRange((double)BytesFor(policy, 8_000) / BytesFor(policy, 1_000), 1, 10);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    public void An_amount_above_what_is_refundable_is_a_failure(long amount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Allocator.Allocate(
            AllocationPolicy.OldestFirst, Given.Cents(amount), Rooms((1, 60, 0), (2, 40, 1))));

    /// <summary>
    /// The bytes allocated to spread all but a cent over so many captures. Unlike the time, they are the same on every
    /// machine; a table of captures by captures would show as 64 times as much.
    /// </summary>
    private static long BytesFor(AllocationPolicy policy, int captures)
    {
        var rooms = Rooms([.. Enumerable.Range(1, captures).Select(n => (n, 1_000L + (n * 37 % 101), n % 30))]);
        var amount = Given.Cents(rooms.Sum(room => room.Amount.MinorUnits) - 1);
        Allocator.Allocate(policy, amount, rooms);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var shares = Allocator.Allocate(policy, amount, rooms);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(captures, shares.Length);
        return bytes;
    }

    private static int SmallestSubset(Money amount, ImmutableArray<RefundableCapture> rooms) =>
        Enumerable.Range(1, (1 << rooms.Length) - 1)
            .Where(set => Members(set, rooms).Sum(room => room.Amount.MinorUnits) >= amount.MinorUnits)
            .Min(set => BitOperations.PopCount((uint)set));

    private static IEnumerable<RefundableCapture> Members(int set, ImmutableArray<RefundableCapture> rooms) =>
        rooms.Where((_, index) => (set & (1 << index)) != 0);

    private static bool IsInTurn(AllocationPolicy policy, Money amount, IReadOnlyList<RefundableCapture> inTurn)
    {
        var shares = Allocator.Allocate(policy, amount, inTurn);
        return shares.Select(share => share.Capture)
                .SequenceEqual(inTurn.Take(shares.Length).Select(room => room.Capture))
            && shares.SkipLast(1).Select(share => share.Amount)
                .SequenceEqual(inTurn.Take(shares.Length - 1).Select(room => room.Amount));
    }

    private static List<RefundableCapture> ByAge(IEnumerable<RefundableCapture> rooms) =>
        [.. rooms.OrderBy(room => room.CapturedAt).ThenBy(room => room.Capture.Unique, StringComparer.Ordinal)];

    /// <summary>The textbook method, one remaining minor unit at a time, in unbounded integers.</summary>
    private static IEnumerable<AllocationShare> LargestRemainders(Money amount, ImmutableArray<RefundableCapture> rooms)
    {
        var total = (BigInteger)rooms.Sum(room => room.Amount.MinorUnits);
        var byAge = ByAge(rooms);
        var parts = byAge.ConvertAll(room => amount.MinorUnits * (BigInteger)room.Amount.MinorUnits / total);
        var rests = byAge.ConvertAll(room => amount.MinorUnits * (BigInteger)room.Amount.MinorUnits % total);
        for (var odd = amount.MinorUnits - parts.Aggregate(BigInteger.Add); odd > 0; odd--)
        {
            var largest = rests.IndexOf(rests.Max());
            parts[largest] += 1;
            rests[largest] = -1;
        }

        return byAge
            .Select((room, index) => new AllocationShare(
                room.Capture, Given.Cents((long)parts[index]), room.Amount, AllocationReason.Proportion))
            .Where(share => share.Amount.IsPositive);
    }

    private static ImmutableArray<RefundableCapture> Rooms(params (int N, long Amount, int Day)[] rooms) =>
    [
        .. rooms.Select(room => new RefundableCapture(
            Given.Id<Capture>(room.N), Given.Cents(room.Amount), Given.Start.AddDays(room.Day))),
    ];
}
