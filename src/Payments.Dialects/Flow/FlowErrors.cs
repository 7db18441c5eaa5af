using Payments.Ledger;

namespace Payments.Dialects.Flow.Errors;

/// <summary>
/// The one place that turns refusals, and errors of forms, into Flow's error models (flow-payments.md).
/// </summary>
internal static class FlowErrors
{
    public static WireResponse OfOrder(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new GenericError(GenericError.Generic, MessagesOf(errors)));

    public static WireResponse OfOrder(Refusal refusal) =>
        FlowJson.Answer(422, new GenericError(CodeOf(refusal), [refusal.Message]));

    public static WireResponse OfIdentifier(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new GenericError(GenericError.Generic, MessagesOf(errors)));

    public static WireResponse OfIdentifier(Refusal refusal) =>
        Answer(refusal, new GenericError(CodeOf(refusal), [refusal.Message]));

    public static WireResponse OfRefund(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new RefundError(GenericError.Generic, MessagesOf(errors), DeclineCodes.Unknown));

    public static WireResponse OfRefund(Refusal refusal) =>
        Answer(refusal, new RefundError(CodeOf(refusal), [refusal.Message], DeclineOf(refusal)));

    /// <summary>Why a refund came to nothing.</summary>
    public static RefundError OfFailed(Refund refund) => new(
        GenericError.Generic,
        [refund.LastDecline?.Message ?? "Nothing was left that it could be taken from."],
        DeclineCodes.OfMoneyMoved(refund.LastDecline));

    /// <summary>Why a capture failed.</summary>
    public static CaptureError OfFailed(Decline decline) =>
        new(GenericError.Generic, [decline.Message], DeclineCodes.OfMoneyMoved(decline));

    public static WireResponse OfCapture(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new CaptureError(GenericError.Generic, MessagesOf(errors), DeclineCodes.Unknown));

    public static WireResponse OfCapture(Refusal refusal) =>
        Answer(refusal, new CaptureError(CodeOf(refusal), [refusal.Message], DeclineOf(refusal)));

    public static WireResponse OfAuthorization(string code, IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new AuthorizationError(code, MessagesOf(errors)));

    public static WireResponse OfAuthorization(Refusal refusal)
    {
        var code = refusal.Reason switch
        {
            _ when IsOfKey(refusal) => "duplicate",
            RefusalReason.Conflict => "not_supported",
            _ => DeclineCodes.OfAuthorization(refusal.Decline),
        };
        return Answer(refusal, new AuthorizationError(code, [refusal.Message]));
    }

    public static WireResponse OfCreditPayment(IReadOnlyList<FieldError> errors)
    {
        var codes = errors.Select(error => error.Field switch
        {
            "order_number" => "invalid_order_number",
            "currency" => "invalid_currency",
            "description" => "invalid_description",
            _ => GenericError.Generic,
        }).Distinct().ToList();
        return FlowJson.Answer(422, new CreditPaymentError(codes[0], MessagesOf(errors), codes));
    }

    public static WireResponse OfCreditPayment(Refusal refusal)
    {
        var code = refusal.Reason switch
        {
            RefusalReason.UnknownOrder or RefusalReason.SelectionsDisagree => "invalid_order_number",
            RefusalReason.CurrencyMismatch => "invalid_currency",
            RefusalReason.AmountNotPositive => "amount_must_be_positive",
            RefusalReason.AmountExceedsBalance => "amount_exceeds_balance",
            RefusalReason.AmountExceedsMaximum => "insufficient_amount",
            RefusalReason.KeyUsedOtherwise or RefusalReason.KeyInProgress => "duplicate",
            _ => GenericError.Generic,
        };
        return Answer(refusal, new CreditPaymentError(code, [refusal.Message], [code]));
    }

    /// <summary>What is only a matter of waiting is 409, so that a client can tell it from a no.</summary>
    private static WireResponse Answer<T>(Refusal refusal, T body) => refusal.Reason == RefusalReason.KeyInProgress
        ? FlowJson.Answer(409, body).With("Retry-After", "1")
        : FlowJson.Answer(422, body);

    private static string CodeOf(Refusal refusal) =>
        IsOfKey(refusal) ? GenericError.ClientError : GenericError.Generic;

    private static bool IsOfKey(Refusal refusal) =>
        refusal.Reason is RefusalReason.KeyUsedOtherwise or RefusalReason.KeyInProgress;

    private static string DeclineOf(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.Expired => DeclineCodes.Expired,
        RefusalReason.InsufficientFunds => DeclineCodes.InsufficientFunds,
        _ => DeclineCodes.OfMoneyMoved(refusal.Decline),
    };

    private static List<string> MessagesOf(IEnumerable<FieldError> errors) =>
        [.. errors.Select(error => error.Message)];
}
