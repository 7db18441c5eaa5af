using Payments.Ledger.Records;

namespace Payments.Dialects.CommerceHub;

/// <summary>
/// The gateway's and the host's codes for a processor's response, as far as they are documented
/// (commerce-hub-credits.md, part 4).
/// </summary>
internal static class ResponseCode
{
    /// <summary>The gateway's code of an approval.</summary>
    public const string Approval = "000";

    /// <summary>The host's code of an approval.</summary>
    public const string HostApproval = "00";

    /// <summary>The message of both for an approval.</summary>
    public const string ApprovalMessage = "APPROVAL";

    private const int Length = 3;

    /// <summary>
    /// The gateway's code of a decline. A processor's code in the gateway's format, three digits, is assumed to be a
    /// gateway code and is shown as it is; any other code is translated by its reason.
    /// </summary>
    public static string From(Decline decline) =>
        decline.Code.Length == Length && decline.Code.All(char.IsAsciiDigit) && decline.Code != Approval
            ? decline.Code
            : From(decline.Reason);

    /// <summary>The host's code of a decline; the host's general one if the reason has none of its own.</summary>
    public static string OfHost(Decline decline) => decline.Reason switch
    {
        DeclineReason.InsufficientFunds => "51",
        DeclineReason.Duplicate => "94",
        DeclineReason.AccountNotFound or DeclineReason.InvalidCardNumber => "14",
        DeclineReason.CardExpired or DeclineReason.InvalidExpiration => "54",
        _ => "05",
    };

    private static string From(DeclineReason reason) => reason switch
    {
        DeclineReason.InsufficientFunds => "008",
        DeclineReason.Duplicate => "009",
        DeclineReason.OverLimit => "010",
        DeclineReason.SecurityCodeMismatch => "012",
        DeclineReason.LostOrStolenCard => "017",
        DeclineReason.SuspectedFraud => "018",
        DeclineReason.AccountNotFound => "025",
        DeclineReason.InvalidCardNumber => "026",
        DeclineReason.AccountBlocked => "028",
        DeclineReason.AccountClosed => "030",
        DeclineReason.CardExpired => "032",
        DeclineReason.InvalidExpiration => "033",
        DeclineReason.NotSupported => "040",
        _ => "006",
    };
}
