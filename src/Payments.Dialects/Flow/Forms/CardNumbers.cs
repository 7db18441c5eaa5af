namespace Payments.Dialects.Flow.Forms;

/// <summary>Tells card numbers from tokens: a number that is sent for a token must not be stored, nor answered.</summary>
internal static class CardNumbers
{
    /// <summary>12 to 19 digits, spaces and hyphens aside, with a right check digit (Luhn).</summary>
    public static bool IsOne(string text)
    {
        var digits = text.Where(character => character is not (' ' or '-')).ToArray();
        if (digits.Length is < 12 or > 19 || !digits.All(char.IsAsciiDigit)) return false;
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var digit = digits[^(place + 1)] - '0';
            if (place % 2 == 1) digit = digit > 4 ? (2 * digit) - 9 : 2 * digit;
            sum += digit;
        }

        return sum % 10 == 0;
    }
}
