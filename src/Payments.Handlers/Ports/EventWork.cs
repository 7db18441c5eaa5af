using System.Collections.Immutable;
using Payments.Ledger.Events;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>A journal entry that becomes an event if a commit takes effect.</summary>
/// <param name="Sequence">The number that the entry will have.</param>
/// <param name="Record">Its record.</param>
/// <param name="Commit">
/// The writer's number: the entry with this sequence has another one if another commit came first.
/// </param>
public sealed record AnnouncedEvent(long Sequence, RecordKey Record, long Commit);

/// <summary>Deliver the events of a commit to the organization's webhook endpoints, once it took effect.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Events">The entries that the commit was to write; at least one.</param>
/// <param name="Attempt">How often it was rescheduled.</param>
public sealed record PublishEvents(LedgerAddress Address, ImmutableArray<AnnouncedEvent> Events, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Address.Ledger.ToString();
}

/// <summary>Deliver an event to one endpoint.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Event">The event.</param>
/// <param name="Record">The record that it is about.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Attempt">How often its delivery was tried.</param>
public sealed record DeliverEvent(
    LedgerAddress Address, LedgerEventId Event, RecordKey Record, WebhookId Endpoint, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => $"{Event}/{Endpoint}";
}
