using System.Collections.Frozen;
using Payments.Ledger.Records;
using Stripe;
using Refund = Stripe.Refund;

namespace Payments.Processors.Stripe;

/// <summary>Stripe's decline codes, error codes and failure reasons in neutral terms (docs/processors.md).</summary>
internal static class StripeDeclines
{
    /// <summary>The codes of cards and accounts that will never be accepted.</summary>
    private static readonly FrozenSet<string> Permanent = FrozenSet.Create(
        StringComparer.Ordinal,
        "expired_card",
        "expired_or_canceled_card",
        "incorrect_number",
        "invalid_account",
        "invalid_number",
        "lost_card",
        "lost_or_stolen_card",
        "pickup_card",
        "stolen_card");

    private static readonly FrozenDictionary<string, DeclineReason> Reasons = new Dictionary<string, DeclineReason>
    {
        ["insufficient_funds"] = DeclineReason.InsufficientFunds,
        ["card_velocity_exceeded"] = DeclineReason.OverLimit,
        ["withdrawal_count_limit_exceeded"] = DeclineReason.OverLimit,
        ["amount_too_large"] = DeclineReason.OverLimit,
        ["duplicate_transaction"] = DeclineReason.Duplicate,
        ["incorrect_cvc"] = DeclineReason.SecurityCodeMismatch,
        ["invalid_cvc"] = DeclineReason.SecurityCodeMismatch,
        ["incorrect_zip"] = DeclineReason.AddressMismatch,
        ["incorrect_address"] = DeclineReason.AddressMismatch,
        ["fraudulent"] = DeclineReason.SuspectedFraud,
        ["merchant_blacklist"] = DeclineReason.SuspectedFraud,
        ["lost_card"] = DeclineReason.LostOrStolenCard,
        ["stolen_card"] = DeclineReason.LostOrStolenCard,
        ["pickup_card"] = DeclineReason.LostOrStolenCard,
        ["lost_or_stolen_card"] = DeclineReason.LostOrStolenCard,
        ["invalid_account"] = DeclineReason.AccountNotFound,
        ["restricted_card"] = DeclineReason.AccountBlocked,
        ["incorrect_number"] = DeclineReason.InvalidCardNumber,
        ["invalid_number"] = DeclineReason.InvalidCardNumber,
        ["expired_card"] = DeclineReason.CardExpired,
        ["expired_or_canceled_card"] = DeclineReason.CardExpired,
        ["invalid_expiry_month"] = DeclineReason.InvalidExpiration,
        ["invalid_expiry_year"] = DeclineReason.InvalidExpiration,
        ["authentication_required"] = DeclineReason.NotSupported,
        ["card_not_supported"] = DeclineReason.NotSupported,
        ["currency_not_supported"] = DeclineReason.NotSupported,
        ["service_not_allowed"] = DeclineReason.NotSupported,
        ["transaction_not_allowed"] = DeclineReason.NotSupported,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Stripe sends money only back to where it came from.</summary>
    public static Decline NoCredits { get; } = new(
        DeclineReason.NotSupported,
        "credits_not_supported",
        "Stripe sends no money to a card without an earlier payment.",
        Permanent: true);

    /// <summary>The card's bank wants to talk to its holder, who is not here.</summary>
    public static Decline AuthenticationRequired { get; } = new(
        DeclineReason.NotSupported,
        "authentication_required",
        "The card's bank asks its holder to confirm the payment, which this service can't show.");

    /// <summary>Not sent, because Stripe would take another amount, or none.</summary>
    public static Decline Inexpressible(string amount) => new(
        DeclineReason.NotSupported, "amount_not_expressible", $"Stripe can't take exactly {amount}.");

    /// <summary>The reference is not one of Stripe's: nothing of it is there.</summary>
    public static Decline UnknownReference(string kind) => new(
        DeclineReason.NotSupported, "not_a_stripe_reference", $"The {kind} was not made at Stripe.");

    /// <summary>The first capture released what it did not take.</summary>
    public static Decline CapturedOnce { get; } = new(
        DeclineReason.NotSupported,
        "multicapture_unavailable",
        "Stripe captures this card's payment once, and has released the rest of it.");

    /// <summary>As many captures as Stripe's metadata can name.</summary>
    public static Decline CapturedTooOften(int times) => new(
        DeclineReason.NotSupported,
        "multicapture_limit",
        $"The payment was captured {times} times, which is the most.");

    /// <summary>The payment was canceled: by a release, by its expiry, or in Stripe's dashboard.</summary>
    public static Decline Canceled { get; } = new(
        DeclineReason.Unspecified, "payment_intent_canceled", "The payment was canceled at Stripe.");

    /// <summary>More than what is left of the authorization.</summary>
    public static Decline TooLarge { get; } = new(
        DeclineReason.Unspecified, "amount_too_large", "Less than this is left of the authorization at Stripe.");

    /// <summary>The decline that an error or a failed attempt of a payment means.</summary>
    /// <param name="error">The error.</param>
    /// <param name="secret">What the message must not repeat: the card's token.</param>
    public static Decline From(StripeError? error, string? secret = null)
    {
        var code = error?.DeclineCode ?? error?.Code ?? error?.Type ?? "declined";
        if (code == AuthenticationRequired.Code) return AuthenticationRequired;
        var message = error?.Message is { Length: > 0 } text
            && (secret is not { Length: > 0 } || !text.Contains(secret, StringComparison.Ordinal))
                ? text
                : $"Stripe rejected the request: {code}.";
        return From(code, message);
    }

    /// <summary>The decline that a refund's failure means.</summary>
    public static Decline From(Refund refund) => From(
        refund.FailureReason ?? refund.Status,
        $"Stripe could not refund the card: {refund.FailureReason ?? refund.Status}.") with
    {
        // Of a refund, this is the merchant's own balance, not the shopper's account.
        Reason = refund.FailureReason is { } reason and not "insufficient_funds"
            ? Reasons.GetValueOrDefault(reason, DeclineReason.Unspecified)
            : DeclineReason.Unspecified,
    };

    private static Decline From(string code, string message) => new(
        Reasons.GetValueOrDefault(code, DeclineReason.Unspecified), code, message, Permanent.Contains(code));
}
