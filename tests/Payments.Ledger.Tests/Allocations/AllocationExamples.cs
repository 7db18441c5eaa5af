using System.Globalization;
using System.Text.RegularExpressions;
using Payments.Ledger.Allocations;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;
using Payments.Testing;

namespace Payments.Ledger.Tests.Allocations;

/// <summary>The examples of docs/allocation.md match the code.</summary>
public sealed partial class AllocationExamples
{
    private static readonly string Document =
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "allocation.md"));

    [Fact]
    public void Every_policy_is_in_the_table_of_settings() =>
        Assert.Equal(
            Enum.GetValues<AllocationPolicy>().Select(policy => (policy.ToString(), SnakeCase(policy))),
            PolicyRow().Matches(Document).Select(row => (row.Groups["setting"].Value, row.Groups["shown"].Value)));

    [Fact]
    public void Every_policy_and_every_reason_has_an_example()
    {
        var rows = AllocationRow().Matches(Document);

        Assert.Equal(
            Enum.GetValues<AllocationPolicy>().Select(SnakeCase).Order(StringComparer.Ordinal),
            rows.Select(row => row.Groups["policy"].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            Enum.GetValues<AllocationReason>().Select(SnakeCase).Order(StringComparer.Ordinal),
            rows.Select(row => row.Groups["reason"].Value).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_allocator_reproduces_the_documented_examples() =>
        Assert.All(AllocationRow().Matches(Document), row =>
        {
            var example = Example.Read(row);
            var shares = Allocator.Allocate(example.Policy, example.Amount, example.Rooms);

            Assert.Equal(
                row.Groups["allocation"].Value, Text(shares.Select(share => (share.Capture, share.Amount))));
            Assert.All(shares, share => Assert.Equal(row.Groups["reason"].Value, SnakeCase(share.Reason)));
        });

    [Fact]
    public void Refunds_reproduce_the_documented_examples_of_declines()
    {
        var rows = DeclineRow().Matches(Document);

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var example = Example.Read(row);
            var head = RefundDecisions
                .Decide(example.Ledger, Given.RequestRefund(99, example.Amount.MinorUnits, policy: example.Policy))
                .ShouldBeAccepted(out var refund);

            var attempts = new List<string>();
            var outcomes = Given.NoOutcomes;
            while (RefundProgress.Advance(head, refund, outcomes, Given.Start) is { } step)
            {
                (head, refund) = (step.Changes.Head, step.Refund);
                var placed = refund.Allocations.Where(part => part.Decision!.Attempt == attempts.Count + 1).ToList();
                if (placed.Count > 0) attempts.Add(Text(placed.Select(part => (part.Capture, part.Amount))));
                outcomes = refund.Allocations.ToDictionary(
                    part => part.Number, part => OutcomeOn(part.Capture, row.Groups["declines"].Value));
            }

            Assert.Equal([row.Groups["first"].Value, row.Groups["second"].Value], attempts.Append("none").Take(2));
            Assert.Equal(
                row.Groups["end"].Value, $"{refund.Status.ToString().ToLowerInvariant()}, {Text(refund.Amount)}");
        });
    }

    [Fact]
    public void The_documented_limits_are_those_of_the_code() =>
        Assert.Equal(
            [
                LedgerHead.MaxEntries.ToString("N0", CultureInfo.InvariantCulture),
                $"{CaptureBalance.RefundWindow.Days} days",
                (2 * LedgerHead.MaxEntries).ToString("N0", CultureInfo.InvariantCulture),
            ],
            LimitRow().Matches(Document).Select(row => row.Groups["value"].Value).Take(3));

    private static ProcessorOutcome OutcomeOn(Id<Capture> capture, string declines) =>
        !declines.StartsWith(NameOf(capture)) ? Given.Done
            : declines.EndsWith(" permanently", StringComparison.Ordinal) ? Given.DeclinedForGood
            : Given.Declined;

    private static string Text(IEnumerable<(Id<Capture> Capture, Money Amount)> parts) =>
        string.Join(", ", parts.Select(part => $"{NameOf(part.Capture)} {Text(part.Amount)}"));

    private static string Text(Money amount) => amount.ToString().Split(' ')[0];

    private static char NameOf(Id<Capture> capture) =>
        Enumerable.Range('A', 26).Select(name => (char)name).First(name => Given.Id<Capture>(name) == capture);

    private static string SnakeCase<T>(T value) where T : struct, Enum =>
        WordStart().Replace(value.ToString(), "_$0").ToLowerInvariant();

    /// <summary>
    /// The captures of one row, each a day after the previous one; refunds are in the row's currency.
    /// </summary>
    private sealed record Example(
        AllocationPolicy Policy, Money Amount, ImmutableArray<RefundableCapture> Rooms, LedgerHead Ledger)
    {
        public static Example Read(Match row)
        {
            var currency = Currency.Parse(row.Groups["currency"].Value);
            var rooms = ImmutableArray.CreateBuilder<RefundableCapture>();
            var ledger = LedgerHead.Open(currency);
            var card = 0;
            foreach (var captures in row.Groups["captures"].Value.Split("; "))
            {
                ledger = ledger.Authorized(++card, 1_000_000);
                foreach (var capture in captures.Split(", "))
                {
                    var amount = Read(capture[2..], currency);
                    var at = Given.Start.AddHours(rooms.Count - 100);
                    ledger = ledger.Captured(capture[0], card, amount.MinorUnits, at);
                    rooms.Add(new RefundableCapture(Given.Id<Capture>(capture[0]), amount, at));
                }
            }

            var policy = Enum.GetValues<AllocationPolicy>()
                .Single(policy => SnakeCase(policy) == row.Groups["policy"].Value);
            return new Example(policy, Read(row.Groups["amount"].Value, currency), rooms.ToImmutable(), ledger);
        }

        private static Money Read(string text, Currency currency) =>
            Money.TryFromDecimal(decimal.Parse(text, CultureInfo.InvariantCulture), currency, out var amount)
                ? amount
                : throw new FormatException($"{text} is not an amount of {currency}.");
    }

    [GeneratedRegex(@"^\| `(?<setting>[A-Z]\w+)`[^|]*\| `(?<shown>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex PolicyRow();

    [GeneratedRegex(
        @"^\| (?<captures>[A-Z] [^|]+) \| (?<amount>[\d.]+) (?<currency>[A-Z]{3}) \| `(?<policy>\w+)` "
        + @"\| (?<allocation>[^|]+) \| `(?<reason>\w+)` \|$",
        RegexOptions.Multiline)]
    private static partial Regex AllocationRow();

    [GeneratedRegex(
        @"^\| (?<captures>[A-Z] [^|]+) \| (?<amount>[\d.]+) (?<currency>[A-Z]{3}) \| `(?<policy>\w+)` "
        + @"\| (?<first>[^|]+) \| (?<declines>[^|`]+) \| (?<second>[^|]+) \| (?<end>[^|]+) \|$",
        RegexOptions.Multiline)]
    private static partial Regex DeclineRow();

    [GeneratedRegex(
        @"^\| [a-z ]+ \| (?<value>[\d,]+( days)?) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex LimitRow();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
