using System.Collections.Frozen;
using Payments.Ledger;

namespace Payments.Processors;

/// <summary>Commerce Hub's response codes (commerce-hub-credits.md, part 4) as declines.</summary>
internal static class ResponseCodes
{
    private static readonly FrozenDictionary<string, string> Messages = new Dictionary<string, string>
    {
        ["002"] = "Pending",
        ["003"] = "Referral",
        ["004"] = "Referral",
        ["005"] = "Referral",
        ["006"] = "Declined",
        ["007"] = "Do not honor",
        ["008"] = "Insufficient funds",
        ["009"] = "Duplicate transaction",
        ["010"] = "Over limit",
        ["011"] = "Over limit",
        ["012"] = "Security code mismatch",
        ["013"] = "Hard decline",
        ["017"] = "Lost or stolen card",
        ["018"] = "Suspected fraud",
        ["025"] = "Account not on file",
        ["026"] = "Invalid account number",
        ["028"] = "Account blocked",
        ["030"] = "Account closed",
        ["032"] = "Card expired or not active",
        ["033"] = "Expiration date mismatch",
        ["039"] = "Retry later",
        ["040"] = "Not allowed",
        ["041"] = "Not allowed",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes that say that the card or account will never do it.</summary>
    private static readonly FrozenSet<string> Permanent =
        FrozenSet.Create(StringComparer.Ordinal, "013", "017", "018", "026", "028", "030", "032");

    /// <summary>The decline of a code; a code without words of its own is just declined.</summary>
    public static Decline DeclineOf(string code) =>
        new(code, Messages.GetValueOrDefault(code, "Declined"), Permanent.Contains(code));
}
