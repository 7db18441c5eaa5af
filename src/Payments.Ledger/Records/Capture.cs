using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

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
/// <param name="Outcome">What the processor did with it, as far as it has said.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="AuthorizationReference">The processor's name for the authorization.</param>
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
    CaptureOutcome Outcome,
    ImmutableDictionary<string, string> Attributes,
    string? AuthorizationReference,
    DateTimeOffset CreatedAt,
    ProcessorName? Processor = null) : Record, IIdentified, IListed
{
    /// <summary>The outcome in one word.</summary>
    public CaptureStatus Status => Outcome switch
    {
        CaptureOutcome.Pending => CaptureStatus.Pending,
        CaptureOutcome.Succeeded => CaptureStatus.Succeeded,
        CaptureOutcome.Declined => CaptureStatus.Failed,
        _ => throw new InvalidOperationException($"No such outcome: {Outcome}."),
    };

    /// <summary>Why it failed; null where it did not.</summary>
    public Decline? Decline => (Outcome as CaptureOutcome.Declined)?.Decline;

    /// <summary>The processor's name for it; null unless it succeeded.</summary>
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
