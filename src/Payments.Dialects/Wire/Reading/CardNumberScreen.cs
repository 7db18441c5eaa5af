using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Payments.Dialects.Wire.Reading;

/// <summary>
/// Finds card numbers in texts that would be stored: 13 to 19 digits with a valid check digit, of a prefix and length
/// that a card scheme issues; also with spaces, dashes or dots between them, in digits of other scripts, in the middle
/// of a sentence, and in the data of a magnetic stripe. A random number of 16 digits that begins as a card's does is
/// taken for one in ten; numbers of other prefixes (times since 1970, sandbox tokens), UUIDs and other ids that mix
/// letters and digits never are.
/// </summary>
internal static partial class CardNumberScreen
{
    private const int MinDigits = 13;
    private const int MaxDigits = 19;

    /// <summary>How many separators may stand between two groups of one number: <c>4111 - 1111</c>.</summary>
    private const int MaxSeparators = 3;

    /// <summary>The longest group of a number that is written in equal groups; nobody writes longer ones.</summary>
    private const int MaxGroup = 5;

    /// <summary>Stands for all separators in a plain text.</summary>
    private const char Separator = ' ';

    /// <summary>Whether a text contains a card number, or magnetic stripe data.</summary>
    public static bool Finds(string text)
    {
        if (text.Length < MinDigits) return false;
        var plain = ToPlain(Uuid().Replace(text, "|"));
        return plain.Count(char.IsAsciiDigit) >= MinDigits && (FindsNumber(plain) || Stripe().IsMatch(plain));
    }

    /// <summary>Whether any string, number or name in a JSON value contains one.</summary>
    public static bool Finds(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Finds(element.GetString()!),
        JsonValueKind.Number => FindsInNumber(element.GetRawText()),
        JsonValueKind.Array => element.EnumerateArray().Any(Finds),
        JsonValueKind.Object => element.EnumerateObject().Any(member => Finds(member.Name) || Finds(member.Value)),
        _ => false,
    };

    /// <summary>JSON can write a whole number with an exponent too: <c>4.1e15</c>.</summary>
    private static bool FindsInNumber(string text) =>
        Finds(text)
        || (ExactNumber.TryRead(text, out var number)
            && Finds(Math.Abs(number).ToString("0.#############################", CultureInfo.InvariantCulture)));

    /// <summary>
    /// The text with ASCII digits, one kind of separator, and without characters that show nothing, such as a
    /// zero-width space.
    /// </summary>
    private static string ToPlain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.DecimalDigitNumber:
                    plain.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                    break;
                case UnicodeCategory.Format or UnicodeCategory.NonSpacingMark:
                    break;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.Control:
                    plain.Append(Separator);
                    break;
                default:
                    plain.Append(
                        rune.Value is '.' or '/' or '_' ? Separator
                        : rune.IsAscii ? (char)rune.Value
                        : Rune.IsLetter(rune) ? 'x' : '|');
                    break;
            }
        }

        return plain.ToString();
    }

    private static bool FindsNumber(string plain)
    {
        var groups = new List<string>();
        var end = 0;
        foreach (Match word in Word().Matches(plain))
        {
            var isNext = word.Index - end <= MaxSeparators
                && plain[end..word.Index].All(sign => sign == Separator);
            if ((!isNext || word.Groups["before"].Length > 0) && EndsInNumber(groups)) return true;
            end = word.Index + word.Length;
            if (word.Groups["digits"] is not { Success: true, Value: var digits })
            {
                // Letters and digits mixed: an id, or a stripe's number, D, expiry and service code.
                if (EndsInNumber(groups) || (ChipStripe().Match(word.Value) is { Success: true } stripe
                    && IsNumber(stripe.Groups["digits"].Value))) return true;
                continue;
            }

            groups.Add(digits);
            if (word.Groups["after"].Length > 0 && EndsInNumber(groups)) return true;
        }

        return EndsInNumber(groups);
    }

    /// <summary>Whether some groups in a row are a card number. The groups are removed: another row begins.</summary>
    private static bool EndsInNumber(List<string> groups)
    {
        var isFound = Enumerable.Range(0, groups.Count).Any(first =>
        {
            var digits = new StringBuilder();
            for (var last = first; last < groups.Count && digits.Length + groups[last].Length <= MaxDigits; last++)
            {
                digits.Append(groups[last]);
                if (digits.Length >= MinDigits && IsGrouping(groups[first..(last + 1)]) && IsNumber(digits.ToString()))
                    return true;
            }

            return false;
        });
        groups.Clear();
        return isFound;
    }

    /// <summary>
    /// As cards are printed or typed: in one piece, in equal groups of which the last may be shorter, or as 4-6-5 and
    /// 4-6-4. Others are lists of numbers, such as two telephone numbers.
    /// </summary>
    private static bool IsGrouping(List<string> groups)
    {
        var size = groups[0].Length;
        return groups is [_]
            || (size <= MaxGroup && groups[^1].Length <= size && groups.SkipLast(1).All(group => group.Length == size))
            || groups is [{ Length: 4 }, { Length: 6 }, { Length: 4 or 5 }];
    }

    private static bool IsNumber(string digits) =>
        digits.Length is >= MinDigits and <= MaxDigits && CardScheme.Issues(digits) && CardCheckDigit.IsValid(digits);

    /// <summary>Letters around the digits are taken off: <c>PAN4111…</c>.</summary>
    [GeneratedRegex(
        @"(?<![0-9A-Za-z])((?<before>[A-Za-z]*)(?<digits>[0-9]+)(?<after>[A-Za-z]*)(?![0-9A-Za-z])|[0-9A-Za-z]+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex(
        "[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Uuid();

    /// <summary>The first and second track of ISO/IEC 7813, whatever the number's check digit.</summary>
    [GeneratedRegex(@"%[A-Za-z] ?[0-9]{12,19}\^|;[0-9]{12,19}=[0-9]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Stripe();

    /// <summary>A chip's copy of the second track has a D for the equals sign.</summary>
    [GeneratedRegex(
        "^(?<digits>[0-9]{13,19})[Dd][0-9]{7,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ChipStripe();
}
