using System.Collections.Immutable;
using System.Net;
using Payments.Ledger.Decisions;

namespace Payments.Dialects.CommerceHub;

/// <summary>One entry of an answer's <c>error</c> array (commerce-hub-credits.md, part 5).</summary>
/// <param name="Type"><c>GATEWAY</c>, or <c>APIM</c> for what the front door refuses.</param>
/// <param name="Code">Three digits; the front door gives none.</param>
/// <param name="Field">A dotted path, where one field is at fault.</param>
/// <param name="Message">For people. It never repeats what was sent.</param>
internal sealed record HubError(string Type, string? Code, string? Field, string Message)
{
    /// <summary>The gateway's: what a request asks for, or how, is wrong.</summary>
    public static HubError Gateway(string code, string? field, string message) => new("GATEWAY", code, field, message);

    /// <summary>The front door's: key, signature, media type.</summary>
    public static HubError FrontDoor(string message) => new("APIM", null, null, message);
}

/// <summary>A no, before it is written.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Errors">At least one.</param>
internal sealed record HubRejection(HttpStatusCode Status, ImmutableArray<HubError> Errors)
{
    /// <summary>Whether the same request may be let through in a second.</summary>
    public bool IsPassing { get; init; }

    /// <summary>Wrong key, time or signature: which of them is not said to who can't prove who they are.</summary>
    public static HubRejection Unauthorized(string message) =>
        new(HttpStatusCode.Unauthorized, [HubError.FrontDoor(message)]);

    /// <summary>The gateway's no to a request.</summary>
    public static HubRejection BadRequest(params ReadOnlySpan<HubError> errors) =>
        new(HttpStatusCode.BadRequest, [.. errors]);

    /// <summary>The gateway's no to a request that may be let through in a second.</summary>
    public static HubRejection Passing(HubError error) => BadRequest(error) with { IsPassing = true };

    /// <summary>
    /// The ledger's no. The gateway has neither 409 nor 422 for these operations: 400 for all of them
    /// (commerce-hub-credits.md, part 5).
    /// </summary>
    public static HubRejection From(Rejection refusal) => refusal.Reason switch
    {
        RejectionReason.CurrencyMismatch =>
            BadRequest(HubError.Gateway(ErrorCode.CurrencyMismatch, "amount.currency", refusal.Message)),
        RejectionReason.AmountNotPositive =>
            BadRequest(HubError.Gateway(ErrorCode.NotAboveZero, "amount.total", refusal.Message)),
        RejectionReason.KeyUsedOtherwise => BadRequest(HubError.Gateway(
            ErrorCode.AlreadyExists,
            HubHeaders.ClientRequestId,
            "Another request was made with this Client-Request-Id: a new request needs a new one.")),
        RejectionReason.KeyInProgress => Passing(HubError.Gateway(
            ErrorCode.InProgress,
            HubHeaders.ClientRequestId,
            "A request with this Client-Request-Id is in progress.")),
        _ => BadRequest(HubError.Gateway(ErrorCode.CannotProcess, null, refusal.Message)),
    };
}
