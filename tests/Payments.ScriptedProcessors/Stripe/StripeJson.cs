using System.Text.Json;

namespace Payments.ScriptedProcessors.Stripe;

/// <summary>The parts of Stripe's objects that clients of payments read.</summary>
internal static class StripeJson
{
    public static ScriptedReply Ok(object found) => new(200, JsonSerializer.Serialize(found));

    public static ScriptedReply Error(
        int status, string type, string? code, string message, string? parameter = null, string? declineCode = null) =>
        new(status, JsonSerializer.Serialize(new
        {
            error = new { type, code, message, param = parameter, decline_code = declineCode },
        }));

    public static object Create(ScriptedPayment payment, bool withCharge = false) => new
    {
        id = payment.Id,
        @object = "payment_intent",
        amount = payment.Amount,
        amount_capturable = payment.Capturable,
        amount_received = payment.Received,
        currency = payment.Currency,
        status = payment.Status,
        metadata = payment.Metadata,
        latest_charge = withCharge ? CreateCharge(payment) : payment.Charge,
    };

    public static object CreateCharge(ScriptedPayment payment, bool withPayment = false) => new
    {
        id = payment.Charge,
        @object = "charge",
        amount = payment.Amount,
        amount_captured = payment.Received,
        captured = payment.Captures > 0,
        currency = payment.Currency,
        metadata = payment.ChargeMetadata,
        payment_intent = withPayment ? Create(payment) : payment.Id,
        payment_method_details = new
        {
            type = "card",
            card = new
            {
                authorization_code = "123456",
                multicapture = new { status = payment.CanBeCapturedAgain ? "available" : "unavailable" },
            },
        },
    };

    public static object Create(ScriptedRefund refund, bool withPayment = false) => new
    {
        id = refund.Id,
        @object = "refund",
        amount = refund.Amount,
        charge = refund.Payment.Charge,
        currency = refund.Payment.Currency,
        failure_reason = refund.FailureReason,
        metadata = refund.Metadata,
        payment_intent = withPayment ? Create(refund.Payment) : refund.Payment.Id,
        status = refund.Status,
        destination_details = new { type = "card", card = new { type = "refund", reference = "24242424" } },
    };

    public static object Create(ScriptedDispute dispute, bool withPayment = false) => new
    {
        id = dispute.Id,
        @object = "dispute",
        amount = dispute.Amount,
        charge = dispute.Payment.Charge,
        currency = dispute.Payment.Currency,
        metadata = new { },
        payment_intent = withPayment ? Create(dispute.Payment) : dispute.Payment.Id,
        status = dispute.Status,
    };

    public static object Create(ScriptedBalanceTransaction booked, bool withSource) => new
    {
        id = booked.Id,
        @object = "balance_transaction",
        amount = booked.Amount,
        currency = booked.Currency,
        created = booked.Created.ToUnixTimeSeconds(),
        type = booked.Type,
        source = booked.Source switch
        {
            ScriptedPayment payment => withSource ? CreateCharge(payment, withPayment: true) : payment.Charge,
            ScriptedRefund refund => withSource ? Create(refund, withPayment: true) : refund.Id,
            ScriptedDispute dispute => withSource ? Create(dispute, withPayment: true) : dispute.Id,
            _ => null,
        },
    };
}
