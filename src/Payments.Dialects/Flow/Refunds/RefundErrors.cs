using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary>Why a refund was rejected or failed.</summary>
internal sealed record RefundError(string Code, IReadOnlyList<string> Messages, string DeclineCode);

/// <summary>Turns rejections and form errors into Flow's <c>refund_error</c>.</summary>
public static class RefundErrors
{
    public static FlowErrorModel Model { get; } = new(From, From);

    internal static WireResponse From(IReadOnlyList<FieldError> errors) => FlowJson.Answer(
        422, new RefundError(GenericError.Generic, FlowErrors.ToMessages(errors), DeclineCodes.Unknown));

    internal static WireResponse From(Rejection rejection) => FlowErrors.Answer(rejection, new RefundError(
        FlowErrors.ToCode(rejection), [rejection.Message], DeclineCodes.ForMoneyMoved(rejection)));

    /// <summary>Why a refund failed.</summary>
    internal static RefundError From(Refund failed) => new(
        GenericError.Generic, [failed.FailureMessage], DeclineCodes.ForMoneyMoved(failed.LastDecline));
}
