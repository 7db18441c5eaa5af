using System.Text;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Testing.InMemory;

/// <summary>Writes events as a line of text, where no dialect is.</summary>
public sealed class PlainEventWriter : IEventWriter
{
    public ReadOnlyMemory<byte> Write(LedgerAddress address, JournalEntry entry) =>
        Encoding.UTF8.GetBytes($"{address} {entry.Sequence} {entry.Event} {entry.Record.RecordKey}");

    public ReadOnlyMemory<byte> WriteDifferences(OrganizationId organization, DifferencesFound found) =>
        Encoding.UTF8.GetBytes($"{organization} {found.EventId} {found.Total}");

    public ReadOnlyMemory<byte> WritePing(
        OrganizationId organization, WebhookId endpoint, string id, DateTimeOffset at) =>
        Encoding.UTF8.GetBytes($"{organization} ping {endpoint}");
}
