using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>
/// Fills the words in braces of a <see cref="Seed"/>: names of what is in stock, this request's own mark.
/// </summary>
internal sealed partial class Words(
    Stock stock, IReadOnlyList<string> cards, Dice dice, int number, string organization)
{
    /// <summary>How far back the resources that earlier requests have made are looked for.</summary>
    private const int PastRequests = 300;

    private readonly int _item = dice.Below(Stock.Size);

    /// <summary>The same order, authorization and so on throughout a request.</summary>
    public string Fill(string text) => Word().Replace(text, match => match.Groups[1].Value switch
    {
        "tag" => Tag.Of(number),
        "past" => Tag.Of(Math.Max(0, number - 1 - dice.Below(PastRequests))),
        "amount" => string.Create(CultureInfo.InvariantCulture, $"{1 + dice.Below(3)}.{dice.Below(100):00}"),
        "card" => dice.Pick(cards),
        "client" => Callers.Client(organization),
        "secret" => Callers.Secret,
        "kid" => stock.TokenKeyId,
        "credit" => stock.Credits.GetValueOrDefault(_item, "none"),
        var name when Stock.Names.Contains(name) => Stock.Name(name, _item),
        var other => throw new InvalidOperationException($"No such word: {other}."),
    });

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Word();
}
