using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Captures;

/// <summary>Why a capture was rejected or failed.</summary>
internal sealed record CaptureError(string Code, IReadOnlyList<string> Messages, string DeclineCode);

/// <summary>Turns rejections and form errors into Flow's <c>capture_error</c>.</summary>
public static class CaptureErrors
{
    public static FlowErrorModel Model { get; } = new(From, From);

    internal static WireResponse From(IReadOnlyList<FieldError> errors) => FlowJson.Answer(
        422, new CaptureError(GenericError.Generic, FlowErrors.ToMessages(errors), DeclineCodes.Unknown));

    internal static WireResponse From(Rejection rejection) => FlowErrors.Answer(rejection, new CaptureError(
        FlowErrors.ToCode(rejection), [rejection.Message], DeclineCodes.ForMoneyMoved(rejection)));

    /// <summary>Why a capture failed.</summary>
    internal static CaptureError From(Decline decline) =>
        new(GenericError.Generic, [decline.Message], DeclineCodes.ForMoneyMoved(decline));
}
