using System.Collections.Frozen;
using System.Net;
using Payments.Handlers.Ports;
using Stripe;

namespace Payments.Processors.Stripe;

/// <summary>
/// What an error of Stripe's says about an operation. Only what certainly did not move money is a decline; anything
/// else is unknown, and settings that are wrong decline nothing: a decline is final.
/// </summary>
internal static class StripeFaults
{
    private const string CardError = "card_error";
    private const string InvalidRequest = "invalid_request_error";
    private const string PaymentMethod = "payment_method";

    /// <summary>A defect of this service, or of its settings, begins with this.</summary>
    private const string ParameterPrefix = "parameter_";

    /// <summary>
    /// Codes of invalid requests that are not about the payment. Others may have moved its money, or it may be on
    /// another account.
    /// </summary>
    private static readonly FrozenSet<string> NotAboutThePayment = FrozenSet.Create(
        StringComparer.Ordinal,
        "account_invalid",
        "api_key_expired",
        "idempotency_key_in_use",
        "livemode_mismatch",
        "lock_timeout",
        "platform_api_key_expired",
        "resource_missing",
        "secret_key_required",
        "testmode_charges_only",
        "url_invalid");

    /// <summary>The outcome of the request that got this error.</summary>
    /// <param name="fault">The error.</param>
    /// <param name="secret">What a message must not repeat: the card's token.</param>
    public static ProcessorResponse Read(StripeException fault, string? secret = null)
    {
        var error = fault.StripeError;
        var isDecline = fault.HttpStatusCode switch
        {
            HttpStatusCode.PaymentRequired => true,
            HttpStatusCode.BadRequest => error?.Type == CardError || IsAboutThePayment(error),
            HttpStatusCode.NotFound => error?.Param == PaymentMethod,
            _ => false,
        };
        return isDecline
            ? new ProcessorResponse.Declined(StripeDeclines.From(error, secret))
            : new ProcessorResponse.Unknown(Describe(fault));
    }

    /// <summary>For logs: codes only, because a message may repeat what was sent.</summary>
    public static string Describe(StripeException fault) =>
        $"Stripe: {(int)fault.HttpStatusCode} {fault.StripeError?.Type} {fault.StripeError?.Code}".TrimEnd();

    private static bool IsAboutThePayment(StripeError? error)
    {
        if (error?.Type != InvalidRequest) return false;
        if (error.Param == PaymentMethod) return true;
        return error.Code is not { } code
            ? error.Param is "amount" or "amount_to_capture" or "currency"
            : !NotAboutThePayment.Contains(code)
                && !code.StartsWith(ParameterPrefix, StringComparison.Ordinal);
    }
}
