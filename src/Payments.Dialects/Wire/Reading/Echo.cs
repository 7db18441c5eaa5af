namespace Payments.Dialects.Wire.Reading;

/// <summary>
/// Limits what a response repeats of a request, so that no answer is many times its request, and none contains a card
/// number that was sent in the wrong place.
/// </summary>
internal static class Echo
{
    /// <summary>The most errors in one response; the rest is found once these are corrected.</summary>
    public const int MaxErrors = 25;

    /// <summary>In characters: as long as an order's number.</summary>
    public const int MaxLength = 100;

    /// <summary>The last message where there are more errors than <see cref="MaxErrors"/>.</summary>
    public static readonly string MoreErrors = $"There are more errors than these {MaxErrors}.";

    private const string Hidden = "(not shown)";

    /// <summary>How much beyond the shown part is looked at: a card number may begin in it.</summary>
    private const int LookAhead = 64;

    /// <summary>A text as a message may repeat it.</summary>
    public static string Of(string sent, int maximum = MaxLength)
    {
        if (CardNumberScreen.Finds(sent[..Math.Min(sent.Length, maximum + LookAhead)])) return Hidden;
        if (sent.Length <= maximum) return sent;
        var end = char.IsHighSurrogate(sent[maximum - 1]) ? maximum - 1 : maximum;
        return $"{sent[..end]}…";
    }

    /// <summary>The first errors, and one that says so if there are more.</summary>
    public static IEnumerable<T> Limit<T>(IReadOnlyCollection<T> errors, T more) =>
        errors.Count > MaxErrors ? errors.Take(MaxErrors).Append(more) : errors;
}
