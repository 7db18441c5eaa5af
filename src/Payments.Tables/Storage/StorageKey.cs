using System.Globalization;
using System.Text;

namespace Payments.Tables.Storage;

/// <summary>Any text as part of a table key, which may contain neither / \ # ? nor control characters.</summary>
internal static class StorageKey
{
    /// <summary>
    /// Marks an escaped character, and is itself escaped. Not a percent sign: some gateways decode that.
    /// </summary>
    private const char Mark = '!';

    /// <summary>
    /// The text, with each disallowed character as the mark and four hexadecimal digits. Different texts stay
    /// different.
    /// </summary>
    public static string Escape(string text)
    {
        if (!text.Any(MustBeEscaped)) return text;
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (MustBeEscaped(character))
                escaped.Append(Mark).Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            else
                escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static bool MustBeEscaped(char character) =>
        character is Mark or '/' or '\\' or '#' or '?' || char.IsControl(character);
}
