using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow;

/// <summary>
/// The one place that turns rejections and form errors into Flow's error models (flow-payments.md).
/// </summary>
internal static class FlowErrors
{
    public static WireResponse ForOrder(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new GenericError(GenericError.Generic, ToMessages(errors)));

    public static WireResponse ForOrder(Rejection rejection) =>
        FlowJson.Answer(422, new GenericError(ToCode(rejection), [rejection.Message]));

    public static WireResponse ForIdentifier(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new GenericError(GenericError.Generic, ToMessages(errors)));

    public static WireResponse ForIdentifier(Rejection rejection) =>
        Answer(rejection, new GenericError(ToCode(rejection), [rejection.Message]));

    public static WireResponse ForRefund(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new RefundError(GenericError.Generic, ToMessages(errors), DeclineCodes.Unknown));

    public static WireResponse ForRefund(Rejection rejection) =>
        Answer(rejection, new RefundError(ToCode(rejection), [rejection.Message], ToDeclineCode(rejection)));

    /// <summary>Why a refund failed.</summary>
    public static RefundError ForFailed(Refund refund) => new(
        GenericError.Generic,
        [refund.LastDecline?.Message ?? "Nothing was left that it could be taken from."],
        DeclineCodes.ForMoneyMoved(refund.LastDecline));

    /// <summary>Why a capture failed.</summary>
    public static CaptureError ForFailed(Decline decline) =>
        new(GenericError.Generic, [decline.Message], DeclineCodes.ForMoneyMoved(decline));

    public static WireResponse ForCapture(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new CaptureError(GenericError.Generic, ToMessages(errors), DeclineCodes.Unknown));

    public static WireResponse ForCapture(Rejection rejection) =>
        Answer(rejection, new CaptureError(ToCode(rejection), [rejection.Message], ToDeclineCode(rejection)));

    public static WireResponse ForAuthorization(string code, IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new AuthorizationError(code, ToMessages(errors)));

    public static WireResponse ForAuthorization(Rejection rejection)
    {
        var code = rejection.Reason switch
        {
            _ when IsOfKey(rejection) => "duplicate",
            RejectionReason.Conflict => "not_supported",
            _ => DeclineCodes.ForAuthorization(rejection.Decline),
        };
        return Answer(rejection, new AuthorizationError(code, [rejection.Message]));
    }

    public static WireResponse ForCreditPayment(IReadOnlyList<FieldError> errors)
    {
        var codes = errors.Select(error => error.Field switch
        {
            "order_number" => "invalid_order_number",
            "currency" => "invalid_currency",
            "description" => "invalid_description",
            _ => GenericError.Generic,
        }).Distinct().ToList();
        return FlowJson.Answer(422, new CreditPaymentError(codes[0], ToMessages(errors), codes));
    }

    public static WireResponse ForCreditPayment(Rejection rejection)
    {
        var code = rejection.Reason switch
        {
            RejectionReason.UnknownOrder or RejectionReason.SelectionsDisagree => "invalid_order_number",
            RejectionReason.CurrencyMismatch => "invalid_currency",
            RejectionReason.AmountNotPositive => "amount_must_be_positive",
            RejectionReason.AmountExceedsBalance => "amount_exceeds_balance",
            RejectionReason.AmountExceedsMaximum => "insufficient_amount",
            RejectionReason.KeyUsedOtherwise or RejectionReason.KeyInProgress => "duplicate",
            _ => GenericError.Generic,
        };
        return Answer(rejection, new CreditPaymentError(code, [rejection.Message], [code]));
    }

    /// <summary>409 if the client only has to wait, so that it can tell this from a rejection.</summary>
    private static WireResponse Answer<T>(Rejection rejection, T body) =>
        rejection.Reason == RejectionReason.KeyInProgress
            ? FlowJson.Answer(409, body).With("Retry-After", "1")
            : FlowJson.Answer(422, body);

    private static string ToCode(Rejection rejection) =>
        IsOfKey(rejection) ? GenericError.ClientError : GenericError.Generic;

    private static bool IsOfKey(Rejection rejection) =>
        rejection.Reason is RejectionReason.KeyUsedOtherwise or RejectionReason.KeyInProgress;

    private static string ToDeclineCode(Rejection rejection) => rejection.Reason switch
    {
        RejectionReason.Expired => DeclineCodes.Expired,
        RejectionReason.InsufficientFunds => DeclineCodes.InsufficientFunds,
        _ => DeclineCodes.ForMoneyMoved(rejection.Decline),
    };

    private static List<string> ToMessages(IEnumerable<FieldError> errors) =>
        [.. Echo.Limit([.. errors.Select(error => error.Message)], Echo.MoreErrors)];
}
