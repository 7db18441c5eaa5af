using Payments.Dialects.Flow.Forms;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Errors;

/// <summary>An error that belongs to no resource.</summary>
internal sealed record GenericError(string Code, IReadOnlyList<string> Messages)
{
    public const string Generic = "generic_error";
    public const string ClientError = "client_error";
    public const string ServerError = "server_error";
}

/// <summary>Why there is no refund.</summary>
internal sealed record RefundError(string Code, IReadOnlyList<string> Messages, string DeclineCode);

/// <summary>Why there is no capture.</summary>
internal sealed record CaptureError(string Code, IReadOnlyList<string> Messages, string DeclineCode);

/// <summary>Why there is no authorization.</summary>
internal sealed record AuthorizationError(string Code, IReadOnlyList<string> Messages);

/// <summary>Why there is no credit payment.</summary>
internal sealed record CreditPaymentError(string Code, IReadOnlyList<string> Messages, IReadOnlyList<string> Codes);

/// <summary>The one place that turns refusals, and errors of forms, into Flow's error models (flow-payments.md).</summary>
internal static class FlowErrors
{
    private const string Unknown = "unknown";

    /// <summary>The decline codes that Flow's clients know for refunds and captures.</summary>
    private static readonly HashSet<string> MoneyDeclines = ["expired", "insufficient_funds"];

    /// <summary>The decline codes that Flow's clients know for authorizations.</summary>
    private static readonly HashSet<string> AuthorizationDeclines =
    [
        "expired", "invalid_name", "invalid_number", "invalid_expiration", "invalid_address", "invalid_token_type",
        "invalid_token", "no_account", "avs", "cvv", "fraud", "duplicate", "not_supported", "online_payment_error",
    ];

    public static WireResponse OfOrder(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new GenericError(GenericError.Generic, MessagesOf(errors)));

    public static WireResponse OfOrder(Refusal refusal) =>
        FlowJson.Answer(422, new GenericError(CodeOf(refusal), [refusal.Message]));

    public static WireResponse OfRefund(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new RefundError(GenericError.Generic, MessagesOf(errors), Unknown));

    public static WireResponse OfRefund(Refusal refusal) =>
        Answer(refusal, new RefundError(CodeOf(refusal), [refusal.Message], DeclineOf(refusal)));

    public static WireResponse OfCapture(IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new CaptureError(GenericError.Generic, MessagesOf(errors), Unknown));

    public static WireResponse OfCapture(Refusal refusal) =>
        Answer(refusal, new CaptureError(CodeOf(refusal), [refusal.Message], DeclineOf(refusal)));

    public static WireResponse OfAuthorization(string code, IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new AuthorizationError(code, MessagesOf(errors)));

    public static WireResponse OfAuthorization(IEnumerable<FieldError> errors) => OfAuthorization(Unknown, errors);

    public static WireResponse OfAuthorization(Refusal refusal)
    {
        var code = refusal switch
        {
            { Reason: RefusalReason.KeyUsedOtherwise or RefusalReason.KeyInProgress } => "duplicate",
            { Decline: { } decline } when AuthorizationDeclines.Contains(decline.Code) => decline.Code,
            _ => Unknown,
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
            RefusalReason.UnknownOrder => "invalid_order_number",
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
        refusal.Reason is RefusalReason.KeyUsedOtherwise or RefusalReason.KeyInProgress
            ? GenericError.ClientError
            : GenericError.Generic;

    private static string DeclineOf(Refusal refusal) => refusal switch
    {
        { Reason: RefusalReason.Expired } => "expired",
        { Reason: RefusalReason.InsufficientFunds } => "insufficient_funds",
        { Decline: { } decline } when MoneyDeclines.Contains(decline.Code) => decline.Code,
        _ => Unknown,
    };

    private static List<string> MessagesOf(IEnumerable<FieldError> errors) => [.. errors.Select(error => error.Message)];
}
