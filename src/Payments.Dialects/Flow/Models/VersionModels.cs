using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Models;

/// <summary>Flow's <c>credit_payment_version</c>.</summary>
internal sealed record CreditPaymentVersionModel(
    string Id, string Timestamp, string Type, CreditPaymentModel CreditPayment)
{
    public static CreditPaymentVersionModel Of(ResourceVersion<CreditPayment> version) => new(
        version.Number.ToString(),
        FlowJson.Moment(version.At),
        ChangeTypes.Of(version.Type),
        CreditPaymentModel.Of(version.Record, expanded: null));
}

/// <summary>Flow's <c>refund_version</c>.</summary>
internal sealed record RefundVersionModel(string Id, string Timestamp, string Type, RefundModel Refund)
{
    public static RefundVersionModel Of((ResourceVersion<Refund> Version, RefundView View) shown) => new(
        shown.Version.Number.ToString(),
        FlowJson.Moment(shown.Version.At),
        ChangeTypes.Of(shown.Version.Type),
        RefundModel.Of(shown.View));
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

/// <summary>
/// Flow's <c>authorization_version</c>. Expiry is no change: nothing happens when its time comes, which each version
/// names.
/// </summary>
internal sealed record AuthorizationVersionModel(
    string Id, string Timestamp, string Type, CardAuthorizationModel Authorization)
{
    public static AuthorizationVersionModel Of(ResourceVersion<Authorization> version) => new(
        version.Number.ToString(),
        FlowJson.Moment(version.At),
        ChangeTypes.Of(version.Type),
        CardAuthorizationModel.Of(version.Record, version.At));
}

/// <summary>How a resource changed, in Flow's words.</summary>
internal static class ChangeTypes
{
    public static string Of(ChangeType type) => type switch
    {
        ChangeType.Insert => "insert",
        ChangeType.Update => "update",
        ChangeType.Delete => "delete",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such change."),
    };
}
