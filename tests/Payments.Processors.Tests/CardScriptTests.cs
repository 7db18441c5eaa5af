using System.Globalization;
using System.Text.Json;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;

namespace Payments.Processors.Tests;

public sealed class CardScriptTests
{
    private static readonly Money Ten = Shop.Dollars(10);

    private readonly Shop _shop = new();

    [Theory]
    [InlineData("4012001928706700")]
    [InlineData("5500007287297385")]
    [InlineData("341111227713933")]
    [InlineData("6011114305944707")]
    [InlineData("4005550000000019")]
    [InlineData("4111111111111112")]
    public async Task Documented_and_other_cards_are_approved_without_checking_their_check_digits(string number) =>
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(_shop.CreditOf(Ten, Shop.Card(number))));

    [Theory]
    [InlineData("4012001915677112", "006", false)]
    [InlineData("5500005275558172", "006", false)]
    [InlineData("341111213920088", "006", false)]
    [InlineData("6011118233647696", "006", false)]
    [InlineData("4000300011112220", "104", true)]
    public async Task Documented_decline_cards_are_declined(string number, string code, bool permanent)
    {
        var answer = await _shop.CallAsync(_shop.CreditOf(Ten, Shop.Card(number)));
        var decline = Assert.IsType<ProcessorResponse.Declined>(answer).Decline;
        Assert.Equal((code, permanent), (decline.Code, decline.Permanent));
    }

    [Theory]
    [InlineData(2026, 3, "2026-03-31T23:59:59Z", false)]
    [InlineData(2026, 3, "2026-04-01T11:59:59Z", false)]
    [InlineData(2026, 3, "2026-04-01T12:00:00Z", true)]
    [InlineData(2025, 12, "2026-01-15T00:00:00Z", true)]
    [InlineData(2026, 1, "2025-12-15T00:00:00Z", false)]
    public async Task A_card_is_valid_until_its_month_ends_everywhere(
        int year, int month, string now, bool isOver)
    {
        _shop.Time.AdjustTime(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        foreach (var instrument in new[]
        {
            Shop.Card("4005550000000019", year, month),
            Shop.Card("4012001928706700", year, month),
            new CreditInstrument.Token("any", "TRANSARMOR", new CardExpiry(year, month)),
        })
        {
            var answer = await _shop.CallAsync(_shop.CreditOf(Ten, instrument));
            Assert.Equal(isOver ? ("032", true) : null, Of(answer));
        }
    }

    [Fact]
    public async Task An_expired_card_is_declined_as_expired_and_not_by_its_number() => Assert.Equal(
        ("032", true), Of(await _shop.CallAsync(_shop.CreditOf(Ten, Shop.Card("4012001915677112", 1999, 1)))));

    [Fact]
    public async Task A_token_is_approved_even_if_it_looks_like_a_card_number() =>
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(
            _shop.CreditOf(Ten, new CreditInstrument.Token("4012001915677112", "TRANSARMOR"))));

    [Theory]
    [InlineData("4012001928706700", 10)]
    [InlineData("4012001915677112", 10)]
    [InlineData("4000300011112220", 10)]
    [InlineData("341111227713933", 5008)]
    [InlineData("6011114305944707", 6001)]
    [InlineData("5500007287297385", 6003)]
    public async Task No_card_data_gets_into_books_responses_or_errors(string number, int amount)
    {
        var credit = _shop.CreditOf(Shop.Dollars(amount), Shop.Card(number));
        var first = await _shop.CallAsync(credit);
        var second = await _shop.CallAsync(credit);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _shop.CallAsync(credit with { Amount = Shop.Dollars(11) }));
        var asToken = await _shop.AuthorizeAsync(Ten, number);
        var asDecline = await _shop.AuthorizeAsync(Ten, $"tok-decline-{number}");

        var operations = (await _shop.StatementAsync()).Operations;
        Assert.Equal(3, operations.Length);
        var said = string.Join('\n', JsonSerializer.Serialize(operations), first, second, asToken, asDecline, fault);
        Assert.DoesNotContain(number, said, StringComparison.Ordinal);
        Assert.DoesNotContain(number[..6], said, StringComparison.Ordinal);
        Assert.DoesNotContain(number[^6..], said, StringComparison.Ordinal);
    }

    private static (string Code, bool Permanent)? Of(ProcessorResponse answer) =>
        answer is ProcessorResponse.Declined { Decline: var decline } ? (decline.Code, decline.Permanent) : null;

    [Fact]
    public async Task References_do_not_depend_on_the_card()
    {
        var credit = _shop.CreditOf(Ten, Shop.Card("4012001928706700"));
        var approved = await new Shop().CallAsync(credit);
        Assert.Equal(approved, await new Shop().CallAsync(credit with { Instrument = Shop.Card("4111111111111111") }));
    }
}
