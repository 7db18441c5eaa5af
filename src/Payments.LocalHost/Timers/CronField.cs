using System.Globalization;
using System.Numerics;

namespace Payments.LocalHost.Timers;

/// <summary>The values one field of an NCRONTAB expression allows, as a bit set.</summary>
internal readonly record struct CronField(ulong Values)
{
    public bool Allows(int value) => (Values >> value & 1) != 0;

    /// <summary>The smallest allowed value from <paramref name="value"/> on; null when there is none.</summary>
    public int? From(int value)
    {
        var left = value > 63 ? 0 : Values >> value << value;
        return left == 0 ? null : BitOperations.TrailingZeroCount(left);
    }

    /// <summary>Reads lists of <c>*</c>, <c>n</c>, <c>n-m</c>, each with an optional <c>/step</c>.</summary>
    public static CronField Parse(string text, int least, int most, string[]? names = null)
    {
        var values = 0UL;
        foreach (var part in text.Split(','))
            values |= ParsePart(part, least, most, names);
        return new CronField(values);
    }

    private static ulong ParsePart(string part, int least, int most, string[]? names)
    {
        var (range, step) = part.Split('/') switch
        {
            [var all] => (all, 1),
            [var all, var text] when Number(text) is > 0 and var every => (all, every),
            _ => throw new FormatException($"'{part}' has no step that is a whole number above 0."),
        };
        var (first, last) = range.Split('-') switch
        {
            ["*"] => (least, most),
            // As NCrontab has it, n/step runs from n to the end.
            [var one] => (Value(one), step == 1 ? Value(one) : most),
            [var one, var other] => (Value(one), Value(other)),
            _ => throw new FormatException($"'{part}' is no range."),
        };
        if (first > last)
            throw new FormatException($"'{part}' runs backwards.");
        var values = 0UL;
        for (var value = first; value <= last; value += step)
            values |= 1UL << value;
        return values;

        int Value(string text)
        {
            var named = names is null
                ? -1
                : Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
            var value = named >= 0 ? named + least : Number(text);
            return value >= least && value <= most
                ? value.Value
                : throw new FormatException($"'{text}' is not between {least} and {most}.");
        }
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
