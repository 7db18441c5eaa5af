namespace Payments.Dialects.Wire.Reading;

/// <summary>The check digit of card numbers.</summary>
internal static class CardCheckDigit
{
    /// <summary>
    /// Whether the last digit is the valid check digit by the Luhn formula: from the right, every second digit is
    /// doubled, and the sum of all digits ends in 0.
    /// </summary>
    public static bool IsValid(string digits) => digits
        .Reverse()
        .Select((digit, index) => (digit - '0') * (1 + (index % 2)))
        .Sum(value => (value / 10) + (value % 10)) % 10 == 0;
}
