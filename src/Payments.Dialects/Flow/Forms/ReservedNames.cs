using System.Collections.Frozen;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Forms;

/// <summary>
/// Names that a resource can't be found by again, and so must not be given: dots alone, which every client and server
/// takes for a step in the path; the words of routes; and the ids of resources, which are looked up as ids.
/// </summary>
internal static class ReservedNames
{
    private static readonly FrozenSet<string> Words =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".", "..", "versions", "summary");

    /// <summary>Why a text can't be a key; null where it can.</summary>
    public static string? ExplainKey(string text)
    {
        if (ExplainWord(text) is { } reason) return reason;
        return IsId<Authorization>(text) || IsId<Capture>(text) || IsId<Refund>(text) || IsId<CreditPayment>(text)
            ? "must not have the form of an id that this service gives out"
            : null;
    }

    /// <summary>Why a text can't be a part of an address at all; null where it can.</summary>
    public static string? ExplainWord(string text) =>
        Words.Contains(text) ? $"must not be '{text}', which is no name in an address" : null;

    private static bool IsId<T>(string text) where T : IIdentified => Id<T>.TryParse(text, out _);
}
