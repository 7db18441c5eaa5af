using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>
/// A request's mark in everything that it would store, with a check that no mutation of another mark has.
/// </summary>
internal static partial class Tag
{
    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"fz{number}x{Check(number)}");

    /// <summary>The numbers of the requests whose marks a text has.</summary>
    public static IEnumerable<int> Find(string text) =>
        from Match match in Pattern().Matches(text)
        let number = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        where match.Groups[2].Value == Check(number)
        select number;

    private static string Check(int number) =>
        (unchecked((uint)number * 2_654_435_761u) >> 8).ToString("x6", CultureInfo.InvariantCulture);

    [GeneratedRegex("fz([0-9]{1,8})x([0-9a-f]{6})")]
    private static partial Regex Pattern();
}
