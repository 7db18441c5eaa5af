using System.Text.Json;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.Tests.Wire;

public sealed class CardNumberScreenTests
{
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("4222222222222")]
    [InlineData("5500007287297385")]
    [InlineData("2221000000000009")]
    [InlineData("371449635398431")]
    [InlineData("6011114305944707")]
    [InlineData("36006666333344")]
    [InlineData("6759649826438453")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("4111-1111-1111-1111")]
    [InlineData("4111.1111.1111.1111")]
    [InlineData("4111 - 1111 - 1111 - 1111")]
    [InlineData("4111\u00a01111\u20111111\u20141111")]
    [InlineData("3714 496353 98431")]
    [InlineData("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    [InlineData("41-11-11-11-11-11-11-11")]
    [InlineData("4111\u200b1111\u200b1111\u200b1111")]
    [InlineData("\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11")]
    [InlineData("\u0664\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661")]
    [InlineData("please charge 4111 1111 1111 1111, thank you")]
    [InlineData("order 12 4111 1111 1111 1111 today")]
    [InlineData("tok_4111111111111111")]
    [InlineData("PAN4111111111111111")]
    [InlineData("4111111111111111USD")]
    [InlineData("card:4111111111111111@shop.example")]
    [InlineData("%B4111111111111111^DOE/JOHN^25121010000012345678?")]
    [InlineData("%B4111111111111112^DOE/JOHN^25121010000012345678?")]
    [InlineData(";4111111111111111=25121010000012345678?")]
    [InlineData(";4111111111111112=25121010000012345678?")]
    [InlineData("4111111111111111=25121010000012345678")]
    [InlineData("4111111111111111D25121010000012345678")]
    public void Card_numbers_are_found_however_they_are_written(string text) =>
        Assert.True(CardNumberScreen.Finds(text));

    [Theory]
    [InlineData("4111111111111112")]
    [InlineData("411111111111111")]
    [InlineData("9000111122223333")]
    [InlineData("123456789789567")]
    [InlineData("1709626150123")]
    [InlineData("1772788013000")]
    [InlineData("1772788013000000000")]
    [InlineData("20260314092653123")]
    [InlineData("2026-03-14T09:26:53.1234567+00:00")]
    [InlineData("2026-03-14 09:26:53")]
    [InlineData("41111111-1111-4111-8111-111111111111")]
    [InlineData("a4111111111111111f41")]
    [InlineData("01HRZ4111111111111111ABCDE9")]
    [InlineData("41111111111111110000000000000000")]
    [InlineData("call 415-555-0100 415-555-0101 415-555-0102")]
    [InlineData("4111,1111,1111,1111")]
    [InlineData("0.30000000000000004")]
    [InlineData("0000000000000000")]
    [InlineData("o-77")]
    [InlineData("")]
    public void Other_texts_are_not_taken_for_card_numbers(string text) => Assert.False(CardNumberScreen.Finds(text));

    [Theory]
    [InlineData("""{"a":{"b":["x","4111 1111 1111 1111"]}}""", true)]
    [InlineData("""{"a":[4111111111111111]}""", true)]
    [InlineData("""{"a":4.111111111111111e15}""", true)]
    [InlineData("""{"4111111111111111":true}""", true)]
    [InlineData("""{"a":4111111111111112,"b":1772788013000,"c":null,"d":false,"e":4.111111111111111}""", false)]
    public void Every_string_number_and_name_of_JSON_is_looked_at(string json, bool isFound) =>
        Assert.Equal(isFound, CardNumberScreen.Finds(JsonDocument.Parse(json).RootElement));

    /// <summary>Sequences of ids as shops number their orders and payments.</summary>
    [Theory]
    [InlineData("ORD-{0:D8}")]
    [InlineData("100{0:D10}")]
    [InlineData("2026{0:D10}")]
    [InlineData("17{0:D11}")]
    public void Ids_in_sequence_are_never_taken_for_card_numbers(string format) =>
        Assert.DoesNotContain(
            Enumerable.Range(0, 2_000),
            number => CardNumberScreen.Finds(
                string.Format(System.Globalization.CultureInfo.InvariantCulture, format, number * 37)));

    [Fact]
    public void A_long_text_without_end_is_looked_through_once() =>
        Assert.False(CardNumberScreen.Finds(string.Concat(Enumerable.Repeat("a1", 100_000)) + new string('1', 50_000)));
}
