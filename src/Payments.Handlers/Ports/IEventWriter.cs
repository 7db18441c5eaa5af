using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>Writes events in the form in which they are delivered.</summary>
public interface IEventWriter
{
    /// <summary>A journal entry that is an event. The same entry always gives the same bytes.</summary>
    ReadOnlyMemory<byte> Write(LedgerAddress address, JournalEntry entry);

    /// <summary>What a reconciliation found. The same always gives the same bytes.</summary>
    ReadOnlyMemory<byte> WriteDifferences(OrganizationId organization, DifferencesFound found);

    /// <summary>An event that only tests an endpoint.</summary>
    ReadOnlyMemory<byte> WritePing(OrganizationId organization, WebhookId endpoint, string id, DateTimeOffset at);
}
