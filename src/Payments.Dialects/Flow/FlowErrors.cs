using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Decisions;

namespace Payments.Dialects.Flow;

/// <summary>
/// What all of Flow's error models have in common, and the errors of resources without a model of their own
/// (flow-payments.md).
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

    /// <summary>409 if the client only has to wait, so that it can tell this from a rejection.</summary>
    public static WireResponse Answer<T>(Rejection rejection, T body) =>
        rejection.Reason == RejectionReason.KeyInProgress
            ? FlowJson.Answer(409, body).With("Retry-After", "1")
            : FlowJson.Answer(422, body);

    public static string ToCode(Rejection rejection) =>
        IsOfKey(rejection) ? GenericError.ClientError : GenericError.Generic;

    public static bool IsOfKey(Rejection rejection) =>
        rejection.Reason is RejectionReason.KeyUsedOtherwise or RejectionReason.KeyInProgress;

    public static List<string> ToMessages(IEnumerable<FieldError> errors) =>
        [.. Echo.Limit([.. errors.Select(error => error.Message)], Echo.MoreErrors)];
}
