using System.Collections.Immutable;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>An operand in which stars match any text: <c>Re*</c>, <c>*nd</c>, <c>*fu*</c>.</summary>
internal sealed class Wildcard
{
    private readonly Lazy<ImmutableArray<FoldedPart>> _folded;
    private readonly Lazy<Scalar> _operand;

    /// <param name="parts">The literal texts between the stars; a single part means no star.</param>
    public Wildcard(ImmutableArray<string> parts)
    {
        Parts = parts;
        _folded = new Lazy<ImmutableArray<FoldedPart>>(() => [.. parts.Select(FoldedPart.Create)]);
        _operand = new Lazy<Scalar>(() => Scalar.OfOperand(Literal));
    }

    /// <summary>The literal texts between the stars.</summary>
    public ImmutableArray<string> Parts { get; }

    public bool HasStar => Parts.Length > 1;

    /// <summary>Nothing but stars: matches any value.</summary>
    public bool MatchesAll => HasStar && Parts.All(part => part.Length == 0);

    /// <summary>Empty, which means "no value".</summary>
    public bool MatchesNothing => !HasStar && Literal.Length == 0;

    /// <summary>The whole text, if there is no star.</summary>
    public string Literal => Parts[0];

    /// <summary>The whole text as a number or time, if there is no star and it can be read as one.</summary>
    public Scalar Operand => _operand.Value;

    /// <summary>The operand that is found anywhere in a text.</summary>
    public static Wildcard Containing(string text) => new(["", text, ""]);

    /// <summary>
    /// Whether a whole text, in upper case, matches. The number of characters compared grows with the length of the
    /// text and of the operand, never with their product.
    /// </summary>
    public bool Matches(string folded, out long compared)
    {
        var parts = _folded.Value;
        var (first, last) = (parts[0].Text, parts[^1].Text);
        compared = first.Length + last.Length;
        if (folded.Length < first.Length + last.Length) return false;
        if (!folded.StartsWith(first, StringComparison.Ordinal)) return false;
        if (!folded.EndsWith(last, StringComparison.Ordinal)) return false;

        // Taking the leftmost match of each part leaves the most text for the parts after it.
        var middle = folded.AsSpan(first.Length, folded.Length - first.Length - last.Length);
        foreach (var part in parts[1..^1])
        {
            var end = part.FindEnd(middle, ref compared);
            if (end < 0) return false;
            middle = middle[end..];
        }

        return true;
    }

    /// <summary>A literal text in upper case, prepared for the search of Knuth, Morris and Pratt.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="Borders">
    /// For each length of a prefix, the length of its longest proper prefix that is its suffix too.
    /// </param>
    private sealed record FoldedPart(string Text, ImmutableArray<int> Borders)
    {
        public static FoldedPart Create(string literal)
        {
            var text = literal.ToUpperInvariant();
            var borders = new int[text.Length + 1];
            for (int length = 1, border = 0; length < text.Length; length++)
            {
                while (border > 0 && text[length] != text[border]) border = borders[border];
                if (text[length] == text[border]) border++;
                borders[length + 1] = border;
            }

            return new FoldedPart(text, [.. borders]);
        }

        /// <summary>Where the leftmost occurrence ends; -1 if it does not occur.</summary>
        public int FindEnd(ReadOnlySpan<char> searched, ref long compared)
        {
            if (Text.Length == 0) return 0;
            var matched = 0;
            for (var at = 0; at < searched.Length; at++)
            {
                compared++;
                while (matched > 0 && searched[at] != Text[matched])
                {
                    matched = Borders[matched];
                    compared++;
                }

                if (searched[at] == Text[matched]) matched++;
                if (matched == Text.Length) return at + 1;
            }

            return -1;
        }
    }
}
