using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Decisions;

namespace Payments.Dialects.Flow.Authorizations;

/// <summary>Why an authorization was rejected or declined.</summary>
internal sealed record AuthorizationError(string Code, IReadOnlyList<string> Messages);

/// <summary>Turns rejections and form errors into Flow's <c>authorization_error</c>.</summary>
public static class AuthorizationErrors
{
    public static FlowErrorModel Model { get; } = new(errors => From(DeclineCodes.Unknown, errors), From);

    internal static WireResponse From(string code, IEnumerable<FieldError> errors) =>
        FlowJson.Answer(422, new AuthorizationError(code, FlowErrors.ToMessages(errors)));

    internal static WireResponse From(Rejection rejection)
    {
        var code = rejection.Reason switch
        {
            _ when FlowErrors.IsOfKey(rejection) => "duplicate",
            RejectionReason.Conflict => "not_supported",
            _ => DeclineCodes.ForAuthorization(rejection.Decline),
        };
        return FlowErrors.Answer(rejection, new AuthorizationError(code, [rejection.Message]));
    }
}
