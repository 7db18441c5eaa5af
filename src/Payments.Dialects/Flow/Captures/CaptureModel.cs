using System.Collections.Immutable;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Models;
using Payments.Handlers.Reading;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Captures;

/// <summary>Flow's <c>capture</c>.</summary>
/// <param name="Error">Why the capture failed, if it did; an extension.</param>
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
    public static CaptureModel From(Capture capture) => new(
        capture.Id.ToString(),
        capture.Key.Value,
        AuthorizationReferenceModel.From(capture),
        capture.Amount.ToDecimal(),
        capture.Amount.Currency.Code,
        MoneyModel.From(capture.Amount),
        FlowJson.FormatTime(capture.CreatedAt),
        capture.Attributes,
        ToStatus(capture.Status),
        capture.Decline is { } decline ? CaptureErrors.From(decline) : null);

    private static string ToStatus(CaptureStatus status) => status switch
    {
        CaptureStatus.Pending => "pending",
        CaptureStatus.Succeeded => "succeeded",
        CaptureStatus.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };
}

/// <summary>Flow's <c>capture_version</c>.</summary>
/// <param name="Credential">Who made the change, if that is known; an extension.</param>
internal sealed record CaptureVersionModel(
    string Id, string Timestamp, string Type, CaptureModel Capture, string? Credential)
{
    public static CaptureVersionModel From(ResourceVersion<Capture> version) => new(
        version.Number.ToString(),
        FlowJson.FormatTime(version.At),
        ChangeTypes.From(version.Type),
        CaptureModel.From(version.Record),
        version.Actor?.ToString());
}
