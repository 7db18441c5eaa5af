using System.Collections.Frozen;
using System.Globalization;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>
/// Reads <c>source.card</c> (commerce-hub-credits.md, part 3.2). The security code is validated, never stored.
/// </summary>
internal static class CardFields
{
    private const string CardData = "cardData";
    private const string ExpirationMonth = "expirationMonth";
    private const string ExpirationYear = "expirationYear";
    private const int MinNumberLength = 12;
    private const int MaxNumberLength = 19;
    private const int MaxSecurityCodeLength = 4;
    private const int MaxTextLength = 256;

    /// <summary>The sandbox's test card of an unrecognized brand (commerce-hub-credits.md, part 8).</summary>
    private const string UnknownBrandCard = "4000300011112220";

    private static readonly FrozenSet<string> Indicators =
        FrozenSet.Create(StringComparer.Ordinal, "PROVIDED", "NOT_SUPPORTED", "VALUE_ILLEGIBLE", "NOT_AVAILABLE");

    /// <summary>The card; null if its number or expiry is invalid.</summary>
    public static (CreditInstrument, CardSummary)? Read(JsonForm card)
    {
        var number = ReadNumber(card);
        card.Text("nameOnCard", MaxTextLength);
        var (month, year) = ReadExpiry(card, isRequired: true);
        CheckSecurityCode(card);
        card.Text("category", 25);
        card.Text("subCategory", 25);
        if (number is not { } known || month is null || year is null) return null;
        var (digits, scheme) = known;
        return (
            new CreditInstrument.Card(digits, ToExpiry(month, year)),
            new CardSummary(digits.Bin, digits.Last4, scheme, month, year));
    }

    public static CardExpiry ToExpiry(string month, string year) => new(
        int.Parse(year, CultureInfo.InvariantCulture), int.Parse(month, CultureInfo.InvariantCulture));

    /// <summary>Month and year, each null if it was not sent or is invalid.</summary>
    public static (string? Month, string? Year) ReadExpiry(JsonForm card, bool isRequired) => (
        ReadExpiry(card, ExpirationMonth, isRequired, "two digits, 01 to 12", IsMonth),
        ReadExpiry(card, ExpirationYear, isRequired, "four digits", text => IsDigits(text, 4, 4)));

    private static string? ReadExpiry(
        JsonForm card, string name, bool isRequired, string expected, Func<string, bool> isRight)
    {
        if (!card.Has(name))
        {
            if (isRequired) card.AddErrorMessage(name, $"{name} is missing.", ErrorCode.FieldMissing);
            return null;
        }

        if (card.Text(name, MaxTextLength, code: ErrorCode.ExpiryInvalid) is not { } text) return null;
        if (isRight(text)) return text;
        card.AddErrorMessage(name, $"{name} must be {expected}.", ErrorCode.ExpiryInvalid);
        return null;
    }

    private static (CardNumber Number, string Scheme)? ReadNumber(JsonForm card)
    {
        if (!card.Has(CardData))
        {
            card.AddErrorMessage(CardData, "cardData is missing.", ErrorCode.CardMissing);
            return null;
        }

        var sent = card.Text(
            CardData, MaxTextLength, TextRules.NoControls | TextRules.CardNumber, code: ErrorCode.CardInvalid);
        if (sent is not { } digits) return null;
        if (!IsDigits(digits, MinNumberLength, MaxNumberLength) || !CardCheckDigit.IsValid(digits))
        {
            card.AddErrorMessage(CardData, "cardData is not a card number.", ErrorCode.CardInvalid);
            return null;
        }

        var number = new CardNumber(digits);
        if (digits != UnknownBrandCard && CardScheme.Detect(digits) is { } scheme) return (number, scheme);
        card.AddErrorMessage(CardData, "The card's brand is not recognised.", ErrorCode.BrandUnknown);
        return null;
    }

    private static void CheckSecurityCode(JsonForm card)
    {
        const string name = "securityCode";
        if (card.Text(name, MaxTextLength) is { } code && !IsDigits(code, 1, MaxSecurityCodeLength))
        {
            card.AddErrorMessage(
                name, $"{name} must have 1 to {MaxSecurityCodeLength} digits.", ErrorCode.FieldInvalid);
        }

        card.Word("securityCodeIndicator", Indicators);
    }

    private static bool IsMonth(string text) =>
        IsDigits(text, 2, 2) && string.CompareOrdinal(text, "01") >= 0 && string.CompareOrdinal(text, "12") <= 0;

    private static bool IsDigits(string text, int fewest, int most) =>
        text.Length >= fewest && text.Length <= most && text.All(char.IsAsciiDigit);
}
