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

    /// <summary>The processor declined, or it was voided there later.</summary>
    Failed,
}

/// <summary>A request to capture money of an authorization.</summary>
/// <param name="Key">The caller's key, if any.</param>
/// <param name="Authorization">The authorization's id or key.</param>
/// <param name="Amount">Null for all that is left.</param>
/// <param name="Currency">The currency that the caller named; null for the authorization's.</param>
public sealed record CaptureRequest(
    Key? Key, string Authorization, Money? Amount, Currency? Currency, ImmutableDictionary<string, string> Attributes)
{
    /// <summary>
    /// What makes another request under its key the same: hashed and stored with the key, so that the order of the
    /// parts must not change.
    /// </summary>
    public object?[] ListParts(Id<Authorization> authorization) => [authorization, Amount, Currency, Attributes];
}

/// <summary>A request for a capture, with what the service adds to it.</summary>
public sealed record TakeCapture(Id<Capture> Id, CaptureRequest Request, DateTimeOffset At)
{
    /// <summary>The capture that it becomes: pending, of all that is left unless an amount was named.</summary>
    internal Capture CreateCapture(Authorization authorization, Money left) => new(
        Id,
        Request.Key ?? Key.ForId(Id),
        authorization.Id,
        authorization.Key,
        authorization.Order,
        Request.Amount ?? left,
        CaptureOutcome.Pending.Instance,
        Request.Attributes,
        authorization.ProcessorReference,
        At,
        authorization.Processor);
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
/// <param name="Disputes">All its disputes, decided ones too; null if there were never any.</param>
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
    ProcessorName? Processor = null,
    ImmutableArray<Dispute>? Disputes = null) : Record, IIdentified, IListed
{
    /// <summary>The outcome as a status.</summary>
    public CaptureStatus Status => Outcome switch
    {
        CaptureOutcome.Pending or CaptureOutcome.WithProcessor => CaptureStatus.Pending,
        CaptureOutcome.Succeeded => CaptureStatus.Succeeded,
        CaptureOutcome.Declined or CaptureOutcome.Voided => CaptureStatus.Failed,
        _ => throw new InvalidOperationException($"No such outcome: {Outcome}."),
    };

    /// <summary>Why it failed; null unless it did.</summary>
    public Decline? Decline => Outcome switch
    {
        CaptureOutcome.Declined declined => declined.Decline,
        CaptureOutcome.Voided => CaptureOutcome.Voided.AsDecline,
        _ => null,
    };

    /// <summary>The processor's reference; null unless it succeeded, even if it was voided later.</summary>
    public string? ProcessorReference => Outcome switch
    {
        CaptureOutcome.Succeeded done => done.ProcessorReference,
        CaptureOutcome.Voided voided => voided.ProcessorReference,
        _ => null,
    };

    /// <summary>What a refund of it names to the processor; null unless it succeeded.</summary>
    public ProcessorCapture? AtProcessor =>
        ProcessorReference is { } reference ? new ProcessorCapture(Processor, reference) : null;

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
