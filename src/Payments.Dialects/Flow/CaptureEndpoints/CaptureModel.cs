using System.Collections.Immutable;
using Payments.Dialects.Flow.Errors;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Models;

/// <summary>Flow's <c>capture</c>.</summary>
/// <param name="Error">Why it failed, where it did; a field of ours.</param>
internal sealed record CaptureModel(
    string Id,
    string Key,
    AuthorizationReferenceModel Authorization,
    decimal Amount,
    string Currency,
    MoneyModel Requested,
    string CreatedAt,
    ImmutableDictionary<string, string> Attributes,
    string Status,
    CaptureError? Error)
{
    public static CaptureModel Of(Capture capture) => new(
        capture.Id.ToString(),
        capture.Key.Value,
        AuthorizationReferenceModel.Of(capture),
        capture.Amount.ToDecimal(),
        capture.Amount.Currency.Code,
        MoneyModel.Of(capture.Amount),
        FlowJson.Moment(capture.CreatedAt),
        capture.Attributes,
        StatusOf(capture.Status),
        capture.Decline is { } decline ? FlowErrors.OfFailed(decline) : null);

    private static string StatusOf(CaptureStatus status) => status switch
    {
        CaptureStatus.Pending => "pending",
        CaptureStatus.Succeeded => "succeeded",
        CaptureStatus.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };
}

/// <summary>Flow's <c>capture_version</c>.</summary>
internal sealed record CaptureVersionModel(string Id, string Timestamp, string Type, CaptureModel Capture)
{
    public static CaptureVersionModel Of(ResourceVersion<Capture> version) => new(
        version.Number.ToString(),
        FlowJson.Moment(version.At),
        ChangeTypes.Of(version.Type),
        CaptureModel.Of(version.Record));
}
