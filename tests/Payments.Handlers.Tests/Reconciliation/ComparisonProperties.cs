using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Payments.Handlers.Ports;
using Payments.Handlers.Reconciliation;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests.Reconciliation;

/// <summary>
/// The pure comparison: a statement that was made from the ledgers agrees with them, and whatever is made wrong on
/// purpose is named once.
/// </summary>
public sealed class ComparisonProperties
{
    [Fact]
    public void A_statement_made_from_the_ledgers_has_no_difference() =>
        ForAll(seed => Assert.Empty(new RandomBooks(seed).Compare()));

    [Fact]
    public void The_order_of_movements_and_claims_does_not_matter() => ForAll(seed =>
    {
        var books = new RandomBooks(seed);
        if (books.Pick(books.Movements) is { } removed) books.Movements.Remove(removed);
        if (books.Pick(books.Claims) is { } deleted) books.Claims.Remove(deleted);
        var before = books.Compare();

        books.Shuffle();

        Assert.Equal(before, books.Compare());
    });

    [Fact]
    public void Money_that_moved_and_is_in_no_ledger_is_named_once() => Plant(
        DifferenceKind.NotInLedger,
        books => books.Pick(books.Movements.Where(IsWithin)),
        (books, movement) =>
        {
            books.Movements.RemoveAll(other => other != movement && other.Reference == movement.Reference);
            books.Claims.Remove(books.ClaimOf(movement));
        });

    [Fact]
    public void Money_that_somebody_moved_by_hand_is_named_once() => Plant(
        DifferenceKind.NotInLedger,
        books => RandomBooks.Create(books.Claims[0], isReturn: false, RandomBooks.Day.From.AddHours(12)) with
        {
            Reference = "by-hand",
            Operations = [],
        },
        (books, movement) => books.Movements.Add(movement));

    [Fact]
    public void Money_that_only_the_ledger_says_has_moved_is_named_once() => Plant(
        DifferenceKind.NotAtProcessor,
        books => books.Pick(books.Movements.Where(movement => RandomBooks.Day.Has(books.ClaimOf(movement).MovedAt))),
        (books, movement) => books.Movements.RemoveAll(other => other.Reference == movement.Reference));

    [Fact]
    public void A_wrong_amount_is_named_once() => Plant(
        DifferenceKind.AmountDiffers,
        books => books.Pick(books.Movements.Where(IsWithin)),
        (books, movement) =>
        {
            books.Movements.Remove(movement);
            books.Movements.Add(movement with { Amount = movement.Amount + new Money(1, movement.Amount.Currency) });
        });

    [Fact]
    public void A_wrong_currency_is_named_once() => Plant(
        DifferenceKind.AmountDiffers,
        books => books.Pick(books.Movements.Where(IsWithin)),
        (books, movement) =>
        {
            books.Movements.Remove(movement);
            books.Movements.Add(movement with
            {
                Amount = new Money(movement.Amount.MinorUnits, Currency.Parse("EUR")),
            });
        });

    [Fact]
    public void Money_that_moved_twice_is_named_once() => Plant(
        DifferenceKind.MovedTwice,
        books => books.Pick(books.Movements.Where(movement => IsWithin(movement) && !movement.IsHeld)),
        (books, movement) => books.Movements.Add(movement));

    [Fact]
    public void What_moved_and_is_still_open_in_the_ledger_is_named_once() => Plant(
        DifferenceKind.OutcomeNotLearned,
        books => books.Pick(books.Claims.Where(claim => claim.Status == ClaimStatus.Open)) is { } open
            ? RandomBooks.Create(open, isReturn: false, RandomBooks.Day.From.AddHours(3))
            : null,
        (books, movement) => books.Movements.Add(movement));

    [Fact]
    public void What_moved_though_the_ledger_says_it_was_declined_is_named_once() => Plant(
        DifferenceKind.MovedAfterDecline,
        books => books.Pick(books.Claims.Where(claim => claim.Status == ClaimStatus.Never)) is { } never
            ? RandomBooks.Create(never, isReturn: false, RandomBooks.Day.From.AddHours(3))
            : null,
        (books, movement) => books.Movements.Add(movement));

    [Theory]
    [InlineData(2, null)]
    [InlineData(-2, DifferenceKind.MovedAfterDecline)]
    public void A_decline_that_was_learned_after_the_money_moved_is_of_its_return_on_another_day(
        int hours, DifferenceKind? expected)
    {
        var moved = RandomBooks.Day.To.AddMinutes(-1);
        var claim = new RandomBooks(1).Claims[0] with
        {
            Status = ClaimStatus.Never,
            MovedAt = null,
            ReturnedAt = moved.AddHours(hours),
        };

        var found = StatementComparison.Compare(
            RandomBooks.Processor, [RandomBooks.Create(claim, isReturn: false, moved)], [claim], RandomBooks.Day);

        Assert.Equal(expected is { } kind ? [kind] : [], found.Select(difference => difference.Kind));
    }

    [Fact]
    public void What_came_back_and_has_moved_in_the_ledger_is_named_once() => Plant(
        DifferenceKind.ReturnNotLearned,
        books => books.Pick(books.Claims.Where(claim => claim.Status == ClaimStatus.Moved
            && claim.MovedAt < RandomBooks.Day.From.AddHours(22))) is { } moved
            ? RandomBooks.Create(moved, isReturn: true, RandomBooks.Day.From.AddHours(23.5))
            : null,
        (books, movement) => books.Movements.Add(movement));

    [Fact]
    public void What_only_the_ledger_says_has_come_back_is_named_once() => Plant(
        DifferenceKind.ReturnNotAtProcessor,
        books => books.Pick(books.Movements.Where(movement =>
            movement.IsReturn && RandomBooks.Day.Has(books.ClaimOf(movement).ReturnedAt))),
        (books, movement) => books.Movements.Remove(movement));

    [Fact]
    public void What_another_program_moved_on_a_shared_account_is_no_difference() => ForAll(seed =>
    {
        var books = new RandomBooks(seed);
        books.Movements.Add(RandomBooks.Create(books.Claims[0], isReturn: false, RandomBooks.Day.From) with
        {
            Reference = "another-program",
            Operations = [],
            IsOfThisService = false,
        });

        Assert.Empty(books.Compare());
    });

    [Fact]
    public void A_difference_is_named_for_the_day_that_it_is_of_and_no_other() => ForAll(seed =>
    {
        var books = new RandomBooks(seed);
        if (books.Pick(books.Movements.Where(IsWithin)) is not { } movement) return;
        books.Movements.Add(movement with { Reference = "by-hand", Operations = [] });
        foreach (var days in (int[])[-1, 1])
        {
            var day = new ComparedPeriod(RandomBooks.Day.From.AddDays(days), RandomBooks.Day.To.AddDays(days));

            Assert.DoesNotContain(
                StatementComparison.Compare(RandomBooks.Processor, books.Movements, books.Claims, day),
                difference => difference.Reference == "by-hand");
        }
    });

    [Fact]
    public void Each_difference_has_a_cause_and_a_remedy()
    {
        foreach (var kind in Enum.GetValues<DifferenceKind>())
        {
            var difference = new Difference(kind, MovementKind.Refund, "re_1", null, null, null, default);

            Assert.NotEmpty(difference.Cause);
            Assert.NotEmpty(difference.Remedy);
        }
    }

    [Theory]
    [InlineData(DisputeStatus.Open, false, null)]
    [InlineData(DisputeStatus.Lost, false, null)]
    [InlineData(DisputeStatus.Won, true, null)]
    [InlineData(DisputeStatus.Open, true, DifferenceKind.DisputeNotLearned)]
    [InlineData(null, false, DifferenceKind.DisputeNotLearned)]
    public void A_dispute_is_a_difference_unless_the_capture_has_it(
        DisputeStatus? known, bool isWon, DifferenceKind? expected)
    {
        var books = new RandomBooks(1);
        var capture = books.Claims[0] with
        {
            Kind = MovementKind.Capture,
            Disputes = known is { } status ? [new Dispute("dp-1", books.Claims[0].Amount, status)] : [],
        };
        var taken = new ProcessorMovement(
            MovementKind.Dispute, IsReturn: false, "dp-1", capture.Amount, RandomBooks.Day.From.AddHours(1))
        {
            Operations = [capture.Operation.ToString()],
        };
        ImmutableArray<ProcessorMovement> movements =
            isWon ? [taken, taken with { IsReturn = true, At = taken.At.AddHours(1) }] : [taken];

        var found = StatementComparison.Compare(new ProcessorName("none"), movements, [capture], RandomBooks.Day);

        Assert.Equal(expected is { } kind ? [kind] : [], found.Select(difference => difference.Kind));
    }

    /// <summary>The captures of one payment, which its processor lists alike, go to those of their amount.</summary>
    [Fact]
    public void Captures_that_the_processor_does_not_tell_apart_agree_in_whatever_order() => ForAll(seed =>
    {
        var books = new RandomBooks(seed);
        var captures = books.Claims.Where(claim =>
            claim is { Kind: MovementKind.Capture, Status: ClaimStatus.Moved }).ToList();
        var all = captures.Select(claim => claim.Operation.ToString()).ToImmutableArray();
        for (var i = 0; i < books.Movements.Count; i++)
        {
            if (all.Contains(books.Movements[i].Operations[0]))
                books.Movements[i] = books.Movements[i] with { Operations = all, Reference = "pi_1" };
        }

        books.Shuffle();

        Assert.Empty(books.Compare());
    });

    private static bool IsWithin(ProcessorMovement movement) => RandomBooks.Day.Has(movement.At);

    private static void Plant(
        DifferenceKind expected,
        Func<RandomBooks, ProcessorMovement?> choose,
        Action<RandomBooks, ProcessorMovement> plant)
    {
        var planted = 0;
        ForAll(seed =>
        {
            var books = new RandomBooks(seed);
            if (choose(books) is not { } chosen) return;
            plant(books, chosen);
            books.Shuffle();

            Assert.Equal(expected, Assert.Single(books.Compare()).Kind);

            planted++;
        });
        Assert.True(planted > 20, $"{planted} of the books had something to make wrong.");
    }

    private static void ForAll(Action<int> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), holds));
}
