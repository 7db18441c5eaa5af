using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

public enum CaptureStatus
{
    /// <summary>The processor's outcome is still to come.</summary>
    Pending,

    /// <summary>The money was captured.</summary>
    Succeeded,

    /// <summary>The processor declined.</summary>
    Failed,
}

/// <summary>Money taken from an authorization.</summary>
/// <param name="Key">The caller's key, or the id.</param>
/// <param name="Authorization">The authorization that it belongs to.</param>
/// <param name="AuthorizationKey">That authorization's key, which a capture is shown with.</param>
/// <param name="Order">The order, if any.</param>
/// <param name="Amount">What was requested and, once succeeded, captured.</param>
/// <param name="AuthorizationReference">The processor's reference for the authorization.</param>
/// <param name="Processor">
/// The processor that its refunds go to as well; <see cref="ProcessorName.External"/> if the storefront's own processor
/// took it. Null in rows that predate this.
/// </param>
public sealed record Capture(
    Id<Capture> Id,
    Key Key,
    Id<Authorization> Authorization,
    Key AuthorizationKey,
    OrderNumber? Order,
    Money Amount,
    CaptureOutcome Outcome,
    ImmutableDictionary<string, string> Attributes,
    string? AuthorizationReference,
    DateTimeOffset CreatedAt,
    ProcessorName? Processor = null) : Record, IIdentified, IListed
{
    /// <summary>The outcome as a status.</summary>
    public CaptureStatus Status => Outcome switch
    {
        CaptureOutcome.Pending => CaptureStatus.Pending,
        CaptureOutcome.Succeeded => CaptureStatus.Succeeded,
        CaptureOutcome.Declined => CaptureStatus.Failed,
        _ => throw new InvalidOperationException($"No such outcome: {Outcome}."),
    };

    /// <summary>Why it failed; null unless it did.</summary>
    public Decline? Decline => (Outcome as CaptureOutcome.Declined)?.Decline;

    /// <summary>The processor's reference; null unless it succeeded.</summary>
    public string? ProcessorReference => (Outcome as CaptureOutcome.Succeeded)?.ProcessorReference;

    /// <inheritdoc/>
    public static string Prefix => "cap";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary => (Status.ToString(), Amount.ToString());

    /// <inheritdoc/>
    public (string Kind, string Id) Listed => (Prefix, Id.ToString());

    /// <inheritdoc/>
    public override bool IsOpen => Status == CaptureStatus.Pending;
}
