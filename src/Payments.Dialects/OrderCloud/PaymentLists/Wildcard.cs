using System.Collections.Immutable;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>A text of a filter in which stars stand for anything: <c>Re*</c>, <c>*nd</c>, <c>*fu*</c>.</summary>
/// <param name="Parts">The literal texts between the stars; one part: there is no star.</param>
internal sealed record Wildcard(ImmutableArray<string> Parts)
{
    /// <summary>Whether there is a star in it.</summary>
    public bool HasStar => Parts.Length > 1;

    /// <summary>Nothing but stars: whatever there is.</summary>
    public bool MatchesAll => HasStar && Parts.All(part => part.Length == 0);

    /// <summary>No text at all, which stands for "there is none".</summary>
    public bool MatchesNothing => !HasStar && Literal.Length == 0;

    /// <summary>The text, where there is no star.</summary>
    public string Literal => Parts[0];

    /// <summary>Whether a whole text is of this form, in any letter case.</summary>
    public bool Matches(string text)
    {
        if (!HasStar) return string.Equals(text, Literal, StringComparison.OrdinalIgnoreCase);
        var (first, last) = (Parts[0], Parts[^1]);
        if (text.Length < first.Length + last.Length) return false;
        if (!text.StartsWith(first, StringComparison.OrdinalIgnoreCase)) return false;
        if (!text.EndsWith(last, StringComparison.OrdinalIgnoreCase)) return false;

        // The leftmost place for each part leaves the most room for those after it.
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
