using System.Collections.Immutable;
using System.Text;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>How a value is held against a filter's.</summary>
internal enum Comparison
{
    /// <summary>It is the same, or of the form.</summary>
    Equal,

    /// <summary>It is another, or there is none.</summary>
    NotEqual,

    /// <summary>It is more.</summary>
    Greater,

    /// <summary>It is less.</summary>
    Less,

    /// <summary>It is more or the same.</summary>
    AtLeast,

    /// <summary>It is less or the same.</summary>
    AtMost,
}

/// <summary>One alternative of a filter's value.</summary>
/// <param name="Comparison">How a value is held against the operand.</param>
/// <param name="Operand">What it is held against.</param>
internal sealed record FilterTerm(Comparison Comparison, Wildcard Operand)
{
    private static readonly ImmutableArray<(string Sign, Comparison Plain, Comparison Negated)> Signs =
    [
        (">=", Comparison.AtLeast, Comparison.Less),
        ("=>", Comparison.AtLeast, Comparison.Less),
        ("<=", Comparison.AtMost, Comparison.Greater),
        ("=<", Comparison.AtMost, Comparison.Greater),
        (">", Comparison.Greater, Comparison.AtMost),
        ("<", Comparison.Less, Comparison.AtLeast),
        ("", Comparison.Equal, Comparison.NotEqual),
    ];

    /// <summary>
    /// The alternatives of a value (ordercloud-payments.md, part 3.5): bars between them, each with exclamation
    /// marks, a sign and an operand. A backslash takes the meaning of the character after it away.
    /// </summary>
    public static ImmutableArray<FilterTerm> Parse(string value)
    {
        var terms = ImmutableArray.CreateBuilder<FilterTerm>();
        var start = 0;
        for (var i = 0; i <= value.Length; i++)
        {
            if (i < value.Length && value[i] == '\\')
            {
                i++;
            }
            else if (i >= value.Length || value[i] == '|')
            {
                terms.Add(ParseOne(value[start..Math.Min(i, value.Length)]));
                start = i + 1;
            }
        }

        if (start < value.Length) terms.Add(ParseOne(value[start..]));
        return terms.ToImmutable();
    }

    private static FilterTerm ParseOne(string text)
    {
        var rest = text.TrimStart('!');
        var negated = (text.Length - rest.Length) % 2 == 1;
        var (sign, plain, opposite) = Signs.First(found => rest.StartsWith(found.Sign, StringComparison.Ordinal));
        return new FilterTerm(negated ? opposite : plain, ReadOperand(rest[sign.Length..]));
    }

    private static Wildcard ReadOperand(string text)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                part.Append(text[++i]);
            }
            else if (text[i] == '*')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(text[i]);
            }
        }

        parts.Add(part.ToString());
        return new Wildcard(parts.ToImmutable());
    }
}
