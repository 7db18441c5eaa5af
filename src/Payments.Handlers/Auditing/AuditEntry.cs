using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Auditing;

/// <summary>A change, and who made it.</summary>
public abstract record AuditEntry
{
    /// <summary>When it was decided; UTC.</summary>
    public abstract DateTimeOffset At { get; }

    /// <summary>Who made it; null if that was not recorded yet.</summary>
    public abstract Actor? Actor { get; }
}

/// <summary>A change of an organization, its credentials or the signing keys.</summary>
/// <param name="Change">As it was stored.</param>
public sealed record AdministrativeEntry(AdministrativeChange Change) : AuditEntry
{
    /// <inheritdoc/>
    public override DateTimeOffset At => Change.At;

    /// <inheritdoc/>
    public override Actor? Actor => Change.Actor;
}

/// <summary>A change of a ledger.</summary>
/// <param name="Number">The number that the change has as a version of its resource.</param>
/// <param name="Order">The order that it belongs to, as far as that is known.</param>
/// <param name="Change">The journal entry.</param>
public sealed record LedgerEntry(VersionNumber Number, OrderNumber? Order, JournalEntry Change) : AuditEntry
{
    /// <inheritdoc/>
    public override DateTimeOffset At => Change.At;

    /// <inheritdoc/>
    public override Actor? Actor => Change.Actor;

    /// <summary>
    /// Whether it recorded a capture that this service's processor pays refunds of: it made money payable that this
    /// service has not captured. Its own captures are pending at first; only recorded ones begin as succeeded.
    /// </summary>
    public bool MakesRecordedMoneyPayable => Change is
    {
        Type: ChangeType.Insert,
        Record: Capture { Status: CaptureStatus.Succeeded, Processor: { IsExternal: false } },
    };
}

/// <summary>A request for a page of the audit trail; several conditions must all hold.</summary>
/// <param name="Order">Changes in this order's ledger; null for any.</param>
/// <param name="Resource">
/// Changes of the resource, credential or signing key with this id, as the caller wrote it, or those of all credentials
/// if it is the organization's; null for any.
/// </param>
/// <param name="Actor">Who made them, as the caller wrote it; null for anyone.</param>
/// <param name="From">Not made before; null for no such condition.</param>
/// <param name="To">Made before; null for no such condition.</param>
/// <param name="Offset">How many to skip.</param>
/// <param name="Limit">How many to return at most.</param>
public sealed record AuditRequest(
    OrderNumber? Order,
    string? Resource,
    string? Actor,
    DateTimeOffset? From,
    DateTimeOffset? To,
    long Offset,
    int Limit);
