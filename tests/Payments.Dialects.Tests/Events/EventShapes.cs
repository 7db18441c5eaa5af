using Payments.Dialects.Events;
using Payments.Ledger.Currencies;
using Payments.Ledger.Events;
using Payments.Testing;

namespace Payments.Dialects.Tests.Events;

/// <summary>What events look like: CloudEvents 1.0, and nothing that must stay here.</summary>
public sealed class EventShapes
{
    private static readonly string Documented = File.ReadAllText(
        Path.Combine(RepositoryRoot.Path, "docs", "events.md"));

    public static TheoryData<EventKind> Kinds => [.. Enum.GetValues<EventKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_event_is_in_docs_events_as_it_is_sent(EventKind kind)
    {
        var example = EventExamples.ToText(kind);

        Assert.True(
            Documented.Contains($"```json\n{example}\n```", StringComparison.Ordinal),
            $"docs/events.md lacks\n\n{example}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_event_has_the_attributes_that_CloudEvents_requires(EventKind kind)
    {
        var sent = EventExamples.ToJson(kind).AsObject();

        Assert.Equal("1.0", sent["specversion"]!.GetValue<string>());
        Assert.Equal("/demo", sent["source"]!.GetValue<string>());
        Assert.Equal("application/json", sent["datacontenttype"]!.GetValue<string>());
        Assert.Matches("^payments\\.[a-z_]+\\.[a-z_]+\\.v1$", sent["type"]!.GetValue<string>());
        Assert.True(LedgerEventId.TryParse(sent["id"]!.GetValue<string>(), out var id));
        Assert.Equal(12, id.Sequence);
        Assert.True(DateTimeOffset.TryParse(sent["time"]!.GetValue<string>(), out _));
        // Names of attributes are lower-case letters and digits.
        Assert.All(sent, attribute => Assert.Matches("^[a-z0-9]{1,20}$", attribute.Key));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_event_has_a_token_or_more_of_a_card_than_its_last_digits(EventKind kind)
    {
        var text = EventExamples.ToJson(kind).ToJsonString();

        Assert.DoesNotContain(EventExamples.Token, text, StringComparison.Ordinal);
        Assert.DoesNotContain("400555", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2035", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@shop.example", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_reconciliation_found_is_in_docs_events_as_it_is_sent()
    {
        var example = EventExamples.ToText(EventExamples.Differences);

        Assert.True(
            Documented.Contains($"```json\n{example}\n```", StringComparison.Ordinal),
            $"docs/events.md lacks\n\n{example}");
    }

    [Fact]
    public void Each_type_is_one_event_s() => Assert.Equal(
        Enum.GetValues<EventKind>().Length, Enum.GetValues<EventKind>().Select(EventTypes.From).Distinct().Count());

    [Theory]
    [InlineData("USD", 4_500, "45.00")]
    [InlineData("JPY", 4_500, "4500")]
    [InlineData("KWD", 4_500, "4.500")]
    public void An_amount_has_its_currency_s_decimals(string currency, long minorUnits, string text) =>
        Assert.Equal(text, EventData.Format(new Money(minorUnits, Currency.Parse(currency))));
}
