using System.Collections.Immutable;

namespace Payments.Ledger;

/// <summary>Where a capture stands.</summary>
public enum CaptureStatus
{
    /// <summary>The processor has not said yet.</summary>
    Pending,

    /// <summary>The money was taken.</summary>
    Succeeded,

    /// <summary>The processor refused.</summary>
    Failed,
}

/// <summary>Money taken from an authorization.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Key">The caller's, or the id again.</param>
/// <param name="Authorization">What it is taken from.</param>
/// <param name="AuthorizationKey">That authorization's key: a capture is shown with it.</param>
/// <param name="Order">The order, where there is one.</param>
/// <param name="Amount">What was asked for and, once succeeded, taken.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Decline">Why it failed, where it did.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="AuthorizationReference">The processor's name for the authorization.</param>
/// <param name="ProcessorReference">The processor's name for the capture: what a refund is made against.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Processor">
/// The processor that makes it, and that its refunds are asked of; null in rows from before it was kept.
/// </param>
public sealed record Capture(
    Id<Capture> Id,
    Key Key,
    Id<Authorization> Authorization,
    Key AuthorizationKey,
    OrderNumber? Order,
    Money Amount,
    CaptureStatus Status,
    Decline? Decline,
    ImmutableDictionary<string, string> Attributes,
    string? AuthorizationReference,
    string? ProcessorReference,
    DateTimeOffset CreatedAt,
    ProcessorName? Processor = null) : Record, IIdentified
{
    /// <inheritdoc/>
    public static string Prefix => "cap";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.Of(Id);

    /// <inheritdoc/>
    public override (string Kind, string Id)? Listed => (Prefix, Id.ToString());

    /// <inheritdoc/>
    public override bool IsOpen => Status == CaptureStatus.Pending;
}
