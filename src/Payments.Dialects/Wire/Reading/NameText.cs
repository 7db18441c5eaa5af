namespace Payments.Dialects;

/// <summary>A text that names something, and may be part of an address.</summary>
internal static class NameText
{
    /// <summary>Whether a text has 1 to so many characters, none of them a control character.</summary>
    public static bool IsValid(string text, int maximum) =>
        text.Length >= 1 && text.Length <= maximum && !text.Any(char.IsControl);
}
