using System.Collections.Frozen;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Errors;

/// <summary>The decline codes that Flow's clients know, for a processor's own.</summary>
internal static class DeclineCodes
{
    public const string Unknown = "unknown";
    public const string Expired = "expired";
    public const string InsufficientFunds = "insufficient_funds";

    private static readonly FrozenSet<string> OfAuthorizations = FrozenSet.Create(
        StringComparer.Ordinal,
        Expired,
        "invalid_name",
        "invalid_number",
        "invalid_expiration",
        "invalid_address",
        "invalid_token_type",
        "invalid_token",
        "no_account",
        "avs",
        "cvv",
        "fraud",
        "duplicate",
        "not_supported",
        "online_payment_error");

    private static readonly FrozenSet<string> OfMoney =
        FrozenSet.Create(StringComparer.Ordinal, Expired, InsufficientFunds);

    /// <summary>
    /// Response codes of card networks' gateways (commerce-hub-credits.md, part 4) that have a name at Flow.
    /// </summary>
    private static readonly FrozenDictionary<string, string> Named = new Dictionary<string, string>
    {
        ["008"] = InsufficientFunds,
        ["009"] = "duplicate",
        ["012"] = "cvv",
        ["017"] = "fraud",
        ["018"] = "fraud",
        ["025"] = "no_account",
        ["026"] = "invalid_number",
        ["028"] = "no_account",
        ["030"] = "no_account",
        ["032"] = Expired,
        ["033"] = "invalid_expiration",
        ["040"] = "not_supported",
        ["041"] = "not_supported",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Of an authorization that was declined.</summary>
    public static string OfAuthorization(Decline? decline) => Among(OfAuthorizations, decline);

    /// <summary>Of a capture or refund that was declined.</summary>
    public static string OfMoneyMoved(Decline? decline) => Among(OfMoney, decline);

    private static string Among(FrozenSet<string> known, Decline? decline)
    {
        var code = decline is null ? Unknown : Named.GetValueOrDefault(decline.Code, decline.Code);
        return known.Contains(code) ? code : Unknown;
    }
}
