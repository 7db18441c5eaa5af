using Payments.Handlers.Reading;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Auditing;

/// <summary>A change, and who made it.</summary>
/// <param name="Number">The number that the change has as a version of its resource.</param>
/// <param name="Order">The order that it belongs to, as far as that is known.</param>
/// <param name="Change">The journal entry.</param>
public sealed record AuditEntry(VersionNumber Number, OrderNumber? Order, JournalEntry Change)
{
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
/// <param name="Resource">Changes of the resource with this id, as the caller wrote it; null for any.</param>
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
