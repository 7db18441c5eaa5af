using System.Collections.Immutable;
using System.Net;
using Payments.Ledger.Decisions;

namespace Payments.Dialects.CommerceHub;

/// <summary>One entry of a response's <c>error</c> array (commerce-hub-credits.md, part 5).</summary>
/// <param name="Type"><c>GATEWAY</c>, or <c>APIM</c> for rejections by the front door.</param>
/// <param name="Code">Three digits; null for the front door.</param>
/// <param name="Field">A dotted path, if the error is in one field.</param>
/// <param name="Message">For humans. It never repeats input.</param>
internal sealed record HubError(string Type, string? Code, string? Field, string Message)
{
    /// <summary>An error from the gateway: the request itself is invalid.</summary>
    public static HubError Gateway(string code, string? field, string message) => new("GATEWAY", code, field, message);

    /// <summary>An error from the front door: key, signature or media type.</summary>
    public static HubError FrontDoor(string message) => new("APIM", null, null, message);
}

/// <summary>A rejection, before it is written.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Errors">At least one.</param>
internal sealed record HubRejection(HttpStatusCode Status, ImmutableArray<HubError> Errors)
{
    /// <summary>Whether the same request may succeed if it is retried in a second.</summary>
    public bool IsPassing { get; init; }

    /// <summary>When the caller may try again; null if not at all, or at once.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>429, by the front door.</summary>
    public static HubRejection TooMany(string message, TimeSpan wait) =>
        new(HttpStatusCode.TooManyRequests, [HubError.FrontDoor(message)]) { RetryAfter = wait };

    /// <summary>401: unauthenticated requests. A wrong key and a wrong signature have the same message.</summary>
    public static HubRejection Unauthorized(string message) =>
        new(HttpStatusCode.Unauthorized, [HubError.FrontDoor(message)]);

    /// <summary>A rejection by the gateway.</summary>
    public static HubRejection BadRequest(params ReadOnlySpan<HubError> errors) =>
        new(HttpStatusCode.BadRequest, [.. errors]);

    /// <summary>A rejection by the gateway of a request that may succeed if it is retried in a second.</summary>
    public static HubRejection Passing(HubError error) => BadRequest(error) with { IsPassing = true };

    /// <summary>
    /// A rejection by the ledger. Always 400: the gateway has neither 409 nor 422 for these operations
    /// (commerce-hub-credits.md, part 5).
    /// </summary>
    public static HubRejection From(Rejection rejection) => rejection.Reason switch
    {
        RejectionReason.CurrencyMismatch =>
            BadRequest(HubError.Gateway(ErrorCode.CurrencyMismatch, "amount.currency", rejection.Message)),
        RejectionReason.AmountNotPositive =>
            BadRequest(HubError.Gateway(ErrorCode.NotAboveZero, "amount.total", rejection.Message)),
        RejectionReason.KeyUsedOtherwise => BadRequest(HubError.Gateway(
            ErrorCode.AlreadyExists,
            HubHeaders.ClientRequestId,
            "Another request was made with this Client-Request-Id: a new request needs a new one.")),
        RejectionReason.KeyInProgress => Passing(HubError.Gateway(
            ErrorCode.InProgress,
            HubHeaders.ClientRequestId,
            "A request with this Client-Request-Id is in progress.")),
        RejectionReason.CreditsSwitchedOff =>
            BadRequest(HubError.Gateway(ErrorCode.FeatureOff, null, rejection.Message)),
        RejectionReason.DailyLimitReached =>
            BadRequest(HubError.Gateway(ErrorCode.CannotProcess, "amount.total", rejection.Message)),
        _ => BadRequest(HubError.Gateway(ErrorCode.CannotProcess, null, rejection.Message)),
    };
}
