using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Tests.Refunds;

namespace Payments.Ledger.Tests;

/// <summary>
/// Random money, captures and stories, small enough that coincidences (exact matches, nothing refundable) are common.
/// </summary>
internal static class Generators
{
    /// <summary>Currencies with 0, 2, 3 and 4 decimals.</summary>
    public static readonly string[] Codes = ["JPY", "USD", "KWD", "CLF"];

    private const string OrderCloudCharacters = "AZaz09-_";

    private const string Printable = OrderCloudCharacters + " /\\#?|!é支";

    public static Gen<Currency> Currencies { get; } = Gen.Elements(Codes).Select(Currency.Parse);

    public static Gen<AllocationPolicy> Policies { get; } = Gen.Elements(Enum.GetValues<AllocationPolicy>());

    /// <summary>Keys of all lengths, from the shortest to the longest.</summary>
    public static Gen<Key> Keys { get; } = Names(Printable, Key.MaxLength).Select(Key.From);

    /// <summary>Order numbers of all lengths, from the shortest to the longest.</summary>
    public static Gen<OrderNumber> OrderNumbers { get; } =
        Names(Printable, OrderNumber.MaxLength).Select(OrderNumber.From);

    /// <summary>Organization ids of all lengths, from the shortest to the longest.</summary>
    public static Gen<OrganizationId> OrganizationIds { get; } =
        Names(Printable, OrganizationId.MaxLength).Select(OrganizationId.From);

    /// <summary>Payment ids of all lengths, from the shortest to the longest.</summary>
    public static Gen<PaymentId> PaymentIds { get; } =
        Names(OrderCloudCharacters, OrderCloudId.MaxLength).Select(PaymentId.From);

    /// <summary>Transaction ids of all lengths, from the shortest to the longest.</summary>
    public static Gen<TransactionId> TransactionIds { get; } =
        Names(OrderCloudCharacters, OrderCloudId.MaxLength).Select(TransactionId.From);

    /// <summary>Any valid amount, positive, negative or zero; the extremes are common.</summary>
    public static Gen<Money> Amounts { get; } =
        from currency in Currencies
        from high in Gen.Choose(0, 999_999)
        from low in Gen.Choose(0, 999_999_999)
        from scale in Gen.Elements(0L, 1L, 1_000_000_000L)
        from sign in Gen.Elements(1, -1)
        from end in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        let count = end ? Money.MaxMinorUnits : (high * scale) + (scale == 0 ? low % 1_000 : low)
        select new Money(sign * count, currency);

    /// <summary>Up to ten captures with small refundable amounts, and a refund that they can cover.</summary>
    public static Gen<(AllocationPolicy Policy, Money Amount, ImmutableArray<RefundableCapture> Rooms)> Allocations
    { get; } =
        from policy in Policies
        from count in Gen.Choose(1, 10)
        from amounts in Gen.ArrayOf(Gen.Frequency((4, Gen.Choose(1, 12)), (1, Gen.Choose(1, 5_000))), count)
        from days in Gen.ArrayOf(Gen.Choose(0, 4), count)
        from amount in Gen.Choose(1, amounts.Sum())
        select (policy, Given.Cents(amount), Rooms(amounts, days));

    /// <summary>Refundable amounts so large that the product of two does not fit 64 bits.</summary>
    public static Gen<(Money Amount, ImmutableArray<RefundableCapture> Rooms)> LargeAllocations { get; } =
        from count in Gen.Choose(1, 10)
        from millions in Gen.ArrayOf(Gen.Choose(1, 999_999_999), count)
        from odd in Gen.ArrayOf(Gen.Choose(0, 999_999), count)
        from part in Gen.Choose(1, 1_000_000)
        let amounts = millions.Zip(odd, (high, low) => (high * 1_000_000L) + low).ToArray()
        let amount = (long)((Int128)amounts.Sum() * part / 1_000_000)
        select (Given.Cents(amount), Rooms(amounts, [.. odd.Select(day => day % 5)]));

    /// <summary>Texts of some characters; the shortest and the longest are common.</summary>
    private static Gen<string> Names(string characters, int longest) =>
        from length in Gen.OneOf(Gen.Constant(1), Gen.Choose(1, longest), Gen.Constant(longest))
        from chosen in Gen.ArrayOf(Gen.Elements(characters.ToCharArray()), length)
        select new string(chosen);

    public static Arbitrary<Story> Stories(StoryKind kind)
    {
        var command =
            from action in Gen.Elements(kind.Actions())
            from pick in Gen.Choose(0, 11)
            from amount in Gen.Choose(0, 120)
            from choice in Gen.Choose(0, 23)
            select new Command(action, pick, amount, choice);
        var story =
            from currency in Currencies
            from length in Gen.Choose(5, 60)
            from commands in Gen.ArrayOf(command, length)
            select new Story(kind, currency, [.. commands]);
        return Arb.From(story, Shorter);
    }

    private static IEnumerable<Story> Shorter(Story story)
    {
        for (var size = story.Commands.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= story.Commands.Length; start += size)
                yield return story with { Commands = story.Commands.RemoveRange(start, size) };
        }
    }

    private static ImmutableArray<RefundableCapture> Rooms(IEnumerable<int> amounts, int[] days) =>
        Rooms([.. amounts.Select(amount => (long)amount)], days);

    private static ImmutableArray<RefundableCapture> Rooms(long[] amounts, int[] days) =>
    [
        .. amounts.Select((amount, index) => new RefundableCapture(
            Given.Id<Capture>(index + 1), Given.Cents(amount), Given.Start.AddDays(days[index]))),
    ];
}
