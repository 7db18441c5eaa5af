using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow;

/// <summary>The decline codes that Flow's clients know.</summary>
internal static class DeclineCodes
{
    public const string Unknown = "unknown";
    public const string Expired = "expired";
    public const string InsufficientFunds = "insufficient_funds";

    /// <summary>Of a declined authorization. The clients' list has no code for insufficient funds.</summary>
    public static string ForAuthorization(Decline? decline) => decline?.Reason switch
    {
        DeclineReason.Duplicate => "duplicate",
        DeclineReason.SecurityCodeMismatch => "cvv",
        DeclineReason.AddressMismatch => "avs",
        DeclineReason.SuspectedFraud or DeclineReason.LostOrStolenCard => "fraud",
        DeclineReason.AccountNotFound or DeclineReason.AccountBlocked or DeclineReason.AccountClosed => "no_account",
        DeclineReason.InvalidCardNumber => "invalid_number",
        DeclineReason.CardExpired => Expired,
        DeclineReason.InvalidExpiration => "invalid_expiration",
        DeclineReason.NotSupported => "not_supported",
        _ => Unknown,
    };

    /// <summary>Of a rejected capture or refund.</summary>
    public static string ForMoneyMoved(Rejection rejection) => rejection.Reason switch
    {
        RejectionReason.Expired => Expired,
        RejectionReason.InsufficientFunds => InsufficientFunds,
        _ => ForMoneyMoved(rejection.Decline),
    };

    /// <summary>Of a declined capture or refund.</summary>
    public static string ForMoneyMoved(Decline? decline) => decline?.Reason switch
    {
        DeclineReason.CardExpired => Expired,
        DeclineReason.InsufficientFunds => InsufficientFunds,
        _ => Unknown,
    };
}
