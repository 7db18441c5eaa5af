using System.Text;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>Values that readers are known to stumble over.</summary>
internal static class HostileValues
{
    /// <summary>What may stand in place of a JSON value; some of it is no JSON.</summary>
    private static readonly string[] Json =
    [
        "null", "true", "false", "[]", "{}", "[null]", "\"\"", "\" \"", "0", "-0", "-1", "-0.01", "0.005", "1e2",
        "1E+2", "1e308", "1e999", "-1e999", "1e-400", "0.30000000000000004", "1.0000000000000000000000000001",
        "2147483648", "9223372036854775808", "99999999999999999999", "79228162514264337593543950336",
        "\"NaN\"", "\"Infinity\"", "\"1,5\"", "\"0x1F\"", "\"1e3\"", "\" 1\"", "\"+1\"", "\"\u0661\u0662\"",
        "NaN", "Infinity", "+1", "01", ".5", "1.", "'a'", "undefined", "", "/*x*/1", "1 2", "\"a", "\"\t\"",
        "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\x41\"",
        "\"\\uFEFFa\"", "\"\\u202Eabc\"", "\"e\\u0301\"", "\"\u0130\u0131\u1e9e\"", "\"\\r\\n\"", "\"\\u007f\"",
        "\"..\"", "\".\"", "\"../../etc/passwd\"", "\"a/b\"", "\"a%2Fb\"", "\"'; DROP TABLE ledgers;--\"",
        "\"<script>alert(1)</script>\"", "\"${jndi:ldap://127.0.0.1/x}\"", "\"%s%n{0}{1}\"", "\"*\"", "\"a*b*c\"",
        "\"2026-02-30\"", "\"0000-00-00T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"USD\"", "\"usd\"", "\"XXX\"", "\"JPY\"", "\"BHD\"",
        "\"versions\"", "\"summary\"", "\"__proto__\"", "\"$ref\"",
    ];

    /// <summary>Texts for addresses, queries and headers, as they are before they are escaped.</summary>
    private static readonly string[] Texts =
    [
        "", " ", ".", "..", "/", "a/b", "%", "%2F", "%252F", "\0", "a\0b", "\r\n", "\n", "\t", "\u007f", "\u0080",
        "\ufeff", "\u202e", "\U0001F600", "e\u0301", "\u0130", "\ufffe", "*", "?", "#", "a#b", "&", "=", "+", "'",
        "\"", "<", "\\", "|", "!", "!!*|>=", "versions", "summary", "identifiers", "null", "undefined", "-1", "0",
        "1e9", "99999999999999999999", "2147483648", "-0", "01", "1.5", "true", "[]", "{}", "$", "_id", "xp.",
        "xp.a..b",
        "../../etc/passwd", "'; DROP TABLE ledgers;--", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
    ];

    private static readonly int[] Lengths = [101, 256, 1_001, 2_001, 8_001];

    public static string NextJson(Dice dice) => dice.Below(12) switch
    {
        0 => $"\"{NextLong(dice)}\"",
        1 => new string('9', 65 + dice.Below(400)),
        2 => $"\"{new string('x', 70_000)}\"",
        _ => dice.Pick(Json),
    };

    public static string NextText(Dice dice) => dice.Below(12) == 0 ? NextLong(dice) : dice.Pick(Texts);

    /// <summary>With every escape that a path or query needs; some bytes are no UTF-8.</summary>
    public static string NextEscaped(Dice dice) => dice.Below(10) switch
    {
        0 => dice.Pick((string[])["%ff", "%c3%28", "%ed%a0%80", "%f0%9f%98", "%zz", "%", "%u0041", "%00", "%c0%af"]),
        1 => NextText(dice) is var text && IsPlain(text) ? text : "a",
        _ => Uri.EscapeDataString(NextText(dice)),
    };

    private static string NextLong(Dice dice)
    {
        var text = new StringBuilder();
        var piece = dice.Pick((string[])["x", "\u00e4", "a*", "\U0001F600", "%", "1"]);
        while (text.Length < dice.Pick(Lengths)) text.Append(piece);
        return text.ToString();
    }

    private static bool IsPlain(string text) => text.All(character => character is > ' ' and < '\u007f');
}
