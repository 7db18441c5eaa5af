using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Ledger.Allocations;

/// <summary>
/// Spreads an amount over captures. Pure: the same captures get the same shares, in whatever order they are given. The
/// shares add up to the amount; each is above zero and at most what is refundable on its capture.
/// </summary>
public static class Allocator
{
    /// <summary>
    /// The shares of <paramref name="amount"/>, in the order of their execution. Throws
    /// <see cref="ArgumentOutOfRangeException"/> if less is refundable: the caller checks first.
    /// </summary>
    public static ImmutableArray<AllocationShare> Allocate(
        AllocationPolicy policy, Money amount, IEnumerable<RefundableCapture> rooms)
    {
        var oldestFirst = rooms
            .OrderBy(room => room.CapturedAt)
            .ThenBy(room => room.Capture.Unique, StringComparer.Ordinal)
            .ToImmutableArray();
        var total = oldestFirst.Sum(amount.Currency, room => room.Amount);
        if (!amount.IsPositive || amount > total)
            throw new ArgumentOutOfRangeException(nameof(amount), $"{amount} exceeds the refundable {total}.");

        var shares = policy switch
        {
            AllocationPolicy.FewestCaptures => AllocateToFewest(amount, oldestFirst),
            AllocationPolicy.OldestFirst => AllocateInTurn(amount, oldestFirst, AllocationReason.Oldest),
            AllocationPolicy.NewestFirst => AllocateInTurn(amount, oldestFirst.Reverse(), AllocationReason.Newest),
            AllocationPolicy.Proportional => AllocateProportionally(amount, total, oldestFirst),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "Unknown policy."),
        };
        return Invariants.SharesAddUp(shares, amount);
    }

    private static ImmutableArray<AllocationShare> AllocateToFewest(
        Money amount, ImmutableArray<RefundableCapture> oldestFirst)
    {
        var exact = oldestFirst.FirstOrDefault(room => room.Amount == amount);
        return exact is not null
            ? AllocateInTurn(amount, [exact], AllocationReason.ExactMatch)
            : AllocateInTurn(amount, oldestFirst.OrderByDescending(room => room.Amount), AllocationReason.MostLeft);
    }

    private static ImmutableArray<AllocationShare> AllocateInTurn(
        Money amount, IEnumerable<RefundableCapture> rooms, AllocationReason reason)
    {
        var shares = ImmutableArray.CreateBuilder<AllocationShare>();
        var left = amount;
        foreach (var room in rooms)
        {
            if (left.IsZero) break;
            var share = Money.Min(left, room.Amount);
            shares.Add(new AllocationShare(room.Capture, share, room.Amount, reason));
            left -= share;
        }

        return shares.ToImmutable();
    }

    private static ImmutableArray<AllocationShare> AllocateProportionally(
        Money amount, Money total, ImmutableArray<RefundableCapture> oldestFirst)
    {
        // 128 bits: the product of two amounts of up to 10^15 minor units does not fit 64.
        var portions = oldestFirst.Select((room, index) =>
        {
            var product = (Int128)amount.MinorUnits * room.Amount.MinorUnits;
            return (room, index, Whole: (long)(product / total.MinorUnits), Remainder: product % total.MinorUnits);
        }).ToArray();
        var odd = amount.MinorUnits - portions.Sum(portion => portion.Whole);
        var rounded = portions
            .OrderByDescending(portion => portion.Remainder)
            .ThenBy(portion => portion.index)
            .Take((int)odd)
            .Select(portion => portion.index)
            .ToHashSet();
        return
        [
            .. portions
                .Select(portion => new AllocationShare(
                    portion.room.Capture,
                    new Money(portion.Whole + (rounded.Contains(portion.index) ? 1 : 0), amount.Currency),
                    portion.room.Amount,
                    AllocationReason.Proportion))
                .Where(share => share.Amount.IsPositive),
        ];
    }
}
