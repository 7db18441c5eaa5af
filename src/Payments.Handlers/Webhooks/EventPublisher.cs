using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;

namespace Payments.Handlers.Webhooks;

/// <summary>
/// Looks whether an announced commit took effect, and if so has each of its events delivered to each endpoint: by a
/// message for each, so that no endpoint holds up another.
/// </summary>
public sealed partial class EventPublisher(
    ILedgerStore ledgers,
    IWebhookStore webhooks,
    IWorkQueue queue,
    RetrySchedule schedule,
    ILogger<EventPublisher> log)
{
    /// <summary>Enqueues the deliveries; waits for the commit, for as long as there may be one.</summary>
    public async Task HandleAsync(PublishEvents work, CancellationToken cancellationToken)
    {
        var positions = work.Events.Select(announced => new JournalPosition(announced.Sequence, announced.Record));
        var stored = await ledgers.LoadJournalAsync(work.Address, [.. positions], cancellationToken);
        var entries = stored.ToDictionary(entry => entry.Sequence);
        if (work.Events.Any(announced => entries.TryGetValue(announced.Sequence, out var entry)
            && !IsOf(announced, entry)))
        {
            LogLost(work.Address.ToString());
            return;
        }

        if (entries.Count < work.Events.Length)
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        var endpoints = await webhooks.FindAsync(work.Address.Organization, cancellationToken);
        foreach (var announced in work.Events)
        {
            var id = new LedgerEventId(entries[announced.Sequence].At, work.Address.Ledger, announced.Sequence);
            foreach (var endpoint in endpoints.Endpoints.Where(endpoint => endpoint.Enabled))
            {
                // The chain of the announcement: if this runs again, duplicate detection drops what it enqueues.
                var delivery = new DeliverEvent(work.Address, id, announced.Record, endpoint.Id)
                {
                    ChainId = work.ChainId,
                };
                await queue.EnqueueAsync(delivery, TimeSpan.Zero, cancellationToken);
            }
        }
    }

    private static bool IsOf(AnnouncedEvent announced, JournalEntry entry) =>
        entry.Commit == announced.Commit && entry.Record.RecordKey == announced.Record;

    [LoggerMessage(LogLevel.Debug, "A commit of {Ledger} that was announced lost to another.")]
    private partial void LogLost(string ledger);
}
