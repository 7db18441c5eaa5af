using System.Globalization;
using System.Text.RegularExpressions;
using Payments.Ledger.Balances;
using Payments.Ledger.CreditPayments;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;
using Payments.Testing;

namespace Payments.Ledger.Tests.Allocations;

/// <summary>The examples of tenders in docs/allocation.md match the code.</summary>
public sealed partial class TenderExamples
{
    private static readonly Dictionary<string, RefundTenders> Tenders = new(StringComparer.Ordinal)
    {
        ["`card`"] = RefundTenders.Card,
        ["`credit_payment`"] = RefundTenders.Credit,
        ["`card`, `credit_payment`"] = RefundTenders.CardFirst,
        ["`credit_payment`, `card`"] = RefundTenders.CreditFirst,
    };

    private static readonly string Document =
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "allocation.md"));

    [Fact]
    public void Refunds_reproduce_the_documented_examples_of_tenders()
    {
        var rows = Row().Matches(Document);

        Assert.Equal(Tenders.Values.Order(), rows.Select(TendersOf).Distinct().Order());
        Assert.All(rows, row =>
        {
            var head = RefundDecisions
                .Decide(Paid(row), Given.RequestRefund(99, Cents(row.Groups["amount"].Value).MinorUnits)
                    .With(request => request with { Order = Given.Number, Tenders = TendersOf(row) }))
                .ShouldBeAccepted(out var refund);

            var attempts = new List<string>();
            var outcomes = Given.NoOutcomes;
            while (RefundProgress.Advance(head, refund, outcomes, Given.Start) is { } step)
            {
                (head, refund) = (step.Changes.Head, step.Refund);
                var placed = refund.Allocations.Where(part => part.Decision!.Attempt == attempts.Count + 1).ToList();
                if (placed.Count > 0) attempts.Add(Text(placed));
                outcomes = refund.Allocations.ToDictionary(
                    part => part.Number,
                    part => row.Groups["declines"].Value == $"{NameOf(part.Capture)}" ? Given.Declined : Given.Done);
            }

            Assert.Equal(
                [row.Groups["first"].Value, row.Groups["second"].Value], attempts.Concat(["none", "none"]).Take(2));
            Assert.Equal(
                row.Groups["credit"].Value,
                refund.ToCredit is { Parts: [var part] } ? Text(part.Amount) : "none");
            Assert.Equal(
                row.Groups["end"].Value, $"{refund.Status.ToString().ToLowerInvariant()}, {Text(refund.Amount)}");
        });
    }

    /// <summary>An order with the row's captures, each of a card of its own, and its credit payment.</summary>
    private static LedgerHead Paid(Match row)
    {
        var head = Given.Order(1_000_000);
        var card = 0;
        foreach (var capture in row.Groups["captures"].Value.Split(", "))
        {
            var amount = Cents(capture[2..]).MinorUnits;
            head = head.Authorized(++card, amount)
                .Captured(capture[0], card, amount, Given.Start.AddHours(card - 100));
        }

        var paid = Cents(row.Groups["paid"].Value);
        return CreditPaymentDecisions.Decide(head, new RecordCreditPayment(
            Given.Id<CreditPayment>(98),
            new CreditPaymentRequest(Key: null, Given.Number, "Gift card", paid, paid, Given.NoAttributes),
            Given.Start)).ShouldBeAccepted(out _);
    }

    private static RefundTenders TendersOf(Match row) => Tenders[row.Groups["tenders"].Value];

    private static Money Cents(string amount) =>
        Given.Cents((long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 100));

    private static string Text(IEnumerable<Allocation> parts) =>
        string.Join(", ", parts.Select(part => $"{NameOf(part.Capture)} {Text(part.Amount)}"));

    private static string Text(Money amount) => amount.ToString().Split(' ')[0];

    private static char NameOf(Id<Capture> capture) =>
        Enumerable.Range('A', 26).Select(name => (char)name).First(name => Given.Id<Capture>(name) == capture);

    [GeneratedRegex(
        @"^\| (?<captures>[A-Z] [^|]+) \| (?<paid>[\d.]+) \| (?<amount>[\d.]+) USD \| (?<tenders>[^|]+) "
        + @"\| (?<first>[^|]+) \| (?<declines>[^|]+) \| (?<second>[^|]+) \| (?<credit>[^|]+) \| (?<end>[^|]+) \|$",
        RegexOptions.Multiline)]
    private static partial Regex Row();
}
