using System.Collections.Immutable;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>An operand in which stars match any text: <c>Re*</c>, <c>*nd</c>, <c>*fu*</c>.</summary>
/// <param name="Parts">The literal texts between the stars; a single part means no star.</param>
internal sealed record Wildcard(ImmutableArray<string> Parts)
{
    public bool HasStar => Parts.Length > 1;

    /// <summary>Nothing but stars: matches any value.</summary>
    public bool MatchesAll => HasStar && Parts.All(part => part.Length == 0);

    /// <summary>Empty, which means "no value".</summary>
    public bool MatchesNothing => !HasStar && Literal.Length == 0;

    /// <summary>The whole text, if there is no star.</summary>
    public string Literal => Parts[0];

    /// <summary>Whether a whole text matches, ignoring case.</summary>
    public bool Matches(string text)
    {
        if (!HasStar) return string.Equals(text, Literal, StringComparison.OrdinalIgnoreCase);
        var (first, last) = (Parts[0], Parts[^1]);
        if (text.Length < first.Length + last.Length) return false;
        if (!text.StartsWith(first, StringComparison.OrdinalIgnoreCase)) return false;
        if (!text.EndsWith(last, StringComparison.OrdinalIgnoreCase)) return false;

        // Taking the leftmost match of each part leaves the most text for the parts after it.
        var middle = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (var part in Parts[1..^1])
        {
            var at = middle.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return false;
            middle = middle[(at + part.Length)..];
        }

        return true;
    }
}
