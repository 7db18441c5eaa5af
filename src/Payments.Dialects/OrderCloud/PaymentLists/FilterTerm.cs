using System.Collections.Immutable;
using System.Text;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>How a payment's value is compared with a filter's operand.</summary>
internal enum Comparison
{
    /// <summary>The value equals the operand or matches its wildcards.</summary>
    Equal,

    /// <summary>The value differs, or there is no value.</summary>
    NotEqual,

    Greater,

    Less,

    AtLeast,

    AtMost,
}

/// <summary>One alternative of a filter's value.</summary>
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
    /// The alternatives of a value (ordercloud-payments.md, part 3.5): separated by bars, each with optional
    /// exclamation marks, a comparison sign and an operand. A backslash escapes the character after it.
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
