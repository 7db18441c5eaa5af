using System.Globalization;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>A run's own card numbers, valid and of real schemes: where one is found, the run left it there.</summary>
internal static class CardNumbers
{
    private const int Each = 4;

    // Visa, Mastercard, American Express, Discover, JCB: prefix and length.
    private static readonly (string Prefix, int Length)[] Schemes =
    [
        ("400555", 16), ("411111", 16), ("510510", 16), ("222300", 16), ("378282", 15), ("601111", 16), ("353011", 16),
    ];

    public static IReadOnlyList<string> Of(int seed)
    {
        var dice = new Dice(seed, -1);
        return
        [
            .. from scheme in Schemes
               from _ in Enumerable.Range(0, Each)
               select Create(scheme.Prefix, scheme.Length, dice),
        ];
    }

    /// <summary>As people write them.</summary>
    public static string Dress(string number, Dice dice) => dice.Below(5) switch
    {
        0 => string.Join(' ', number.Chunk(4).Select(group => new string(group))),
        1 => string.Join('-', number.Chunk(4).Select(group => new string(group))),
        2 => $"card {number} please",
        3 => $";{number}=35121010000000000000?",
        _ => number,
    };

    private static string Create(string prefix, int length, Dice dice)
    {
        var digits = prefix;
        while (digits.Length < length - 1) digits += dice.Below(10).ToString(CultureInfo.InvariantCulture);
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 1 ? digit : digit < 5 ? 2 * digit : (2 * digit) - 9;
        }

        return digits + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }
}
