using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Form = System.Collections.Generic.Dictionary<string, Microsoft.Extensions.Primitives.StringValues>;

namespace Payments.ScriptedProcessors.Stripe;

public sealed partial class ScriptedStripe
{
    private const string MetadataPrefix = "metadata[";

    /// <summary>The answer, and whether it is kept under the request's key: what was not valid is not.</summary>
    private (ScriptedReply Reply, bool IsExecuted) Write(ScriptedRequest request)
    {
        var form = QueryHelpers.ParseQuery(request.Body);
        return request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["v1", "payment_intents"] => Confirm(form),
            ["v1", "payment_intents", var id, var action] => Payments.TryGetValue(id, out var payment)
                ? action == "capture" ? Capture(payment, form) : Cancel(payment)
                : (Missing("payment_intent", id), false),
            ["v1", "refunds"] => Refund(form),
            _ => (StripeJson.Error(404, InvalidRequest, "url_invalid", "Unrecognized request URL."), false),
        };
    }

    private (ScriptedReply, bool) Confirm(Form form)
    {
        var (amount, currency) = (ReadAmount(form, "amount"), Text(form, "currency"));
        var method = Text(form, "payment_method");
        if (Text(form, "capture_method") != "manual" || Text(form, "confirm") != "true")
            return (Invalid("parameter_missing", "Only payments that are captured later.", "confirm"), false);
        if (!IsExpressible(amount, currency))
        {
            return (
                Invalid("invalid_charge_amount_no_decimal_compatible", "Invalid amount.", "amount"),
                false);
        }

        if (method == StripeCards.Declined)
        {
            return (
                StripeJson.Error(
                    402,
                    "card_error",
                    "card_declined",
                    "Your card has insufficient funds.",
                    declineCode: "insufficient_funds"),
                true);
        }

        if (method is not (StripeCards.Good or StripeCards.CapturedOnce or StripeCards.Authenticated
            or StripeCards.RefundPending or StripeCards.RefundFailed))
            return (Missing("PaymentMethod", method, "payment_method"), false);
        var payment = new ScriptedPayment
        {
            Id = NewId("pi_"),
            Amount = amount,
            Currency = currency,
            Method = method,
            Status = method == StripeCards.Authenticated ? "requires_action" : "requires_capture",
            Metadata = ReadMetadata(form),
            ChargeMetadata = ReadMetadata(form),
        };
        Payments.Add(payment.Id, payment);
        return (StripeJson.Ok(StripeJson.Create(payment, withCharge: true)), true);
    }

    private (ScriptedReply, bool) Capture(ScriptedPayment payment, Form form)
    {
        if (payment.Status != "requires_capture")
        {
            return (
                Invalid("payment_intent_unexpected_state", $"The payment is {payment.Status}."), false);
        }

        var amount = form.ContainsKey("amount_to_capture")
            ? ReadAmount(form, "amount_to_capture")
            : payment.Capturable;
        if (amount > payment.Capturable)
            return (Invalid("amount_too_large", "More than can be captured.", "amount_to_capture"), false);
        var isFinal = Text(form, "final_capture") != "false";
        if (!isFinal && (!payment.CanBeCapturedAgain || amount == payment.Capturable))
            return (Invalid("parameter_invalid", "This has to be the final capture.", "final_capture"), false);
        payment.Received += amount;
        if (amount > 0)
        {
            payment.Captures++;
            Book("charge", payment, amount, payment.Currency);
        }

        foreach (var (name, value) in ReadMetadata(form)) payment.Metadata[name] = value;
        if (isFinal) payment.Status = "succeeded";
        return (StripeJson.Ok(StripeJson.Create(payment, withCharge: true)), true);
    }

    private static (ScriptedReply, bool) Cancel(ScriptedPayment payment)
    {
        var canCancel = payment.Status == "requires_action"
            || payment is { Status: "requires_capture", Captures: 0 };
        if (!canCancel) return (Invalid("payment_intent_unexpected_state", $"The payment is {payment.Status}."), false);
        payment.Status = "canceled";
        return (StripeJson.Ok(StripeJson.Create(payment)), true);
    }

    private (ScriptedReply, bool) Refund(Form form)
    {
        var (id, charge) = (Text(form, "payment_intent"), Text(form, "charge"));
        var payment = Payments.Values.FirstOrDefault(found => found.Id == id || found.Charge == charge);
        if (payment is null) return (Missing("payment_intent", id + charge), false);
        var refunded = Refunds
            .Where(refund => refund.Payment == payment && refund.IsStanding)
            .Sum(refund => refund.Amount);
        var amount = ReadAmount(form, "amount");
        if (refunded == payment.Received)
            return (Invalid("charge_already_refunded", "The charge has already been refunded."), false);
        if (amount > payment.Received - refunded)
            return (Invalid(null, "The amount is greater than what is left of the charge.", "amount"), false);
        if (Disputes.Exists(dispute => dispute.Payment == payment && dispute.Status == "lost"))
            return (Invalid("charge_disputed", "The charge has been charged back."), false);
        var made = new ScriptedRefund
        {
            Id = NewId("re_"),
            Payment = payment,
            Amount = amount,
            Status = payment.Method switch
            {
                _ when HeldAmounts.Contains(amount) => "pending",
                StripeCards.RefundPending => "pending",
                StripeCards.RefundFailed => "failed",
                _ => "succeeded",
            },
            FailureReason = payment.Method == StripeCards.RefundFailed ? "expired_or_canceled_card" : null,
            Metadata = ReadMetadata(form),
        };
        Refunds.Add(made);
        if (made.IsStanding) Book("refund", made, -amount, payment.Currency);
        return (StripeJson.Ok(StripeJson.Create(made)), true);
    }

    private static bool IsExpressible(long amount, string currency) => currency switch
    {
        "isk" or "ugx" => amount % 100 == 0,
        "bhd" or "jod" or "kwd" or "omr" or "tnd" => amount % 10 == 0,
        _ => true,
    };

    private static ScriptedReply Invalid(string? code, string message, string? parameter = null) =>
        StripeJson.Error(400, InvalidRequest, code, message, parameter);

    private static string Text(Form form, string name) => form.TryGetValue(name, out var value) ? value.ToString() : "";

    private static long ReadAmount(Form form, string name) =>
        long.Parse(Text(form, name), NumberStyles.None, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> ReadMetadata(Form form) => form
        .Where(entry => entry.Key.StartsWith(MetadataPrefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[MetadataPrefix.Length..^1], entry => entry.Value.ToString());
}
