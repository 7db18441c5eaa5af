using System.Collections.Frozen;
using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>
/// The codes that the sandbox declines with: Commerce Hub's response codes (commerce-hub-credits.md, part 4), with
/// messages.
/// </summary>
public static class ResponseCodes
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

    /// <summary>The codes of permanent declines: the card or account will never be accepted.</summary>
    private static readonly FrozenSet<string> Permanent =
        FrozenSet.Create(StringComparer.Ordinal, "013", "017", "018", "026", "028", "030", "032");

    private static readonly FrozenDictionary<string, DeclineReason> Reasons = new Dictionary<string, DeclineReason>
    {
        ["008"] = DeclineReason.InsufficientFunds,
        ["insufficient_funds"] = DeclineReason.InsufficientFunds,
        ["009"] = DeclineReason.Duplicate,
        ["duplicate"] = DeclineReason.Duplicate,
        ["010"] = DeclineReason.OverLimit,
        ["011"] = DeclineReason.OverLimit,
        ["012"] = DeclineReason.SecurityCodeMismatch,
        ["cvv"] = DeclineReason.SecurityCodeMismatch,
        ["avs"] = DeclineReason.AddressMismatch,
        ["017"] = DeclineReason.LostOrStolenCard,
        ["018"] = DeclineReason.SuspectedFraud,
        ["fraud"] = DeclineReason.SuspectedFraud,
        ["025"] = DeclineReason.AccountNotFound,
        ["026"] = DeclineReason.InvalidCardNumber,
        ["invalid_number"] = DeclineReason.InvalidCardNumber,
        ["028"] = DeclineReason.AccountBlocked,
        ["030"] = DeclineReason.AccountClosed,
        ["032"] = DeclineReason.CardExpired,
        ["expired"] = DeclineReason.CardExpired,
        ["033"] = DeclineReason.InvalidExpiration,
        ["040"] = DeclineReason.NotSupported,
        ["041"] = DeclineReason.NotSupported,
        ["not_supported"] = DeclineReason.NotSupported,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Maps a code of the sandbox. Storage uses it too, for declines that predate the stored reason: the sandbox was
    /// the only processor then.
    /// </summary>
    public static DeclineReason ToReason(string code) => Reasons.GetValueOrDefault(code, DeclineReason.Unspecified);

    /// <summary>The decline of a code; a code without a message of its own is simply declined.</summary>
    public static Decline ToDecline(string code) =>
        new(ToReason(code), code, Messages.GetValueOrDefault(code, "Declined"), Permanent.Contains(code));
}
