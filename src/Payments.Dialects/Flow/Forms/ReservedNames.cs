using System.Collections.Frozen;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Forms;

/// <summary>
/// Names by which a resource could not be found, and which are therefore rejected: <c>.</c> and <c>..</c>, which every
/// client and server resolves as path segments; words used in routes; and anything in the format of a resource's id,
/// which is looked up as an id.
/// </summary>
internal static class ReservedNames
{
    private static readonly FrozenSet<string> Words =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".", "..", "versions", "summary");

    /// <summary>Why a text can't be a key; null if it can.</summary>
    public static string? ExplainKey(string text)
    {
        if (ExplainWord(text) is { } reason) return reason;
        return RecordKind.All.Any(kind => kind.List is not null && kind.ParseId(text) is not null)
            ? "uses a format reserved for ids of this service"
            : null;
    }

    /// <summary>Why a text can't be part of an address at all; null if it can.</summary>
    public static string? ExplainWord(string text) =>
        Words.Contains(text) ? $"must not be '{text}', which is reserved in addresses" : null;
}
