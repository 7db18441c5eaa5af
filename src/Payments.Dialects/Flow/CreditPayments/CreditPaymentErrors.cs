using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Decisions;

namespace Payments.Dialects.Flow.CreditPayments;

/// <summary>Why a credit payment was rejected.</summary>
internal sealed record CreditPaymentError(string Code, IReadOnlyList<string> Messages, IReadOnlyList<string> Codes);

/// <summary>Turns rejections and form errors into Flow's <c>credit_payment_error</c>.</summary>
public static class CreditPaymentErrors
{
    public static FlowErrorModel Model { get; } = new(From, From);

    internal static WireResponse From(IReadOnlyList<FieldError> errors)
    {
        var codes = errors.Select(error => error.Field switch
        {
            "order_number" => "invalid_order_number",
            "currency" => "invalid_currency",
            "description" => "invalid_description",
            _ => GenericError.Generic,
        }).Distinct().ToList();
        return FlowJson.Answer(422, new CreditPaymentError(codes[0], FlowErrors.ToMessages(errors), codes));
    }

    internal static WireResponse From(Rejection rejection)
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
        return FlowErrors.Answer(rejection, new CreditPaymentError(code, [rejection.Message], [code]));
    }
}
