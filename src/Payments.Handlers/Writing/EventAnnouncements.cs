using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Makes a commit's events known before it, by the rule "commit last" (docs/adr/0013-events-and-webhooks.md): a message
/// that names the journal entries, which its consumer looks for. So there is no event without its change, and no change
/// without its event. It costs nothing where nobody listens.
/// </summary>
public sealed partial class EventAnnouncements(
    IWebhooks webhooks, ITimeline timeline, IWorkQueue queue, ILogger<EventAnnouncements> log)
{
    /// <summary>
    /// The list, beside those of listed resources, of the events of records that are in no list.
    /// </summary>
    public const string UnlistedKind = "evt";

    /// <summary>
    /// How long the message waits for its commit, which takes milliseconds: a message that is looked at too early is
    /// rescheduled, and those after it overtake it.
    /// </summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <summary>Enqueues the message, and lists the events that are in no other list.</summary>
    public async Task PrepareAsync(LedgerAddress address, LedgerChanges changes)
    {
        var events = await FindHeardAsync(address, changes);
        if (events.IsEmpty) return;
        var unlisted = events
            .Where(entry => entry.Record is not IListed)
            .Select(entry => new TimelineEntry(
                UnlistedKind, address.Ledger, entry.Record.RecordKey, entry.Sequence, Creates: false, entry.At))
            .ToList();
        await Task.WhenAll(
            unlisted.Count == 0
                ? Task.CompletedTask
                : timeline.AppendAsync(address.Organization, unlisted, CancellationToken.None),
            EnqueueAsync(address, events));
    }

    /// <summary>
    /// Enqueues the message again: the commit took so long that the first one may have been dropped before it took
    /// effect.
    /// </summary>
    public async Task RepeatAsync(LedgerAddress address, LedgerChanges changes)
    {
        var events = await FindHeardAsync(address, changes);
        if (!events.IsEmpty) await EnqueueAsync(address, events);
    }

    /// <summary>The events of a commit; none if nobody listens.</summary>
    private async Task<ImmutableArray<JournalEntry>> FindHeardAsync(LedgerAddress address, LedgerChanges changes)
    {
        ImmutableArray<JournalEntry> events = [.. changes.Entries.Where(entry => entry.Event is not null)];
        return events.IsEmpty || !await ListensAsync(address) ? [] : events;
    }

    private Task EnqueueAsync(LedgerAddress address, ImmutableArray<JournalEntry> events) => queue.EnqueueAsync(
        new PublishEvents(
            address,
            [.. events.Select(entry => new AnnouncedEvent(
                entry.Sequence, entry.Record.RecordKey, entry.Commit!.Value))]),
        Delay,
        CancellationToken.None);

    /// <summary>If that can't be found out, the consumer finds it out: no change fails for it.</summary>
    private async Task<bool> ListensAsync(LedgerAddress address)
    {
        try
        {
            return (await webhooks.FindAsync(address.Organization, CancellationToken.None)).Listens;
        }
        catch (Exception failure)
        {
            LogUnknown(failure, address.ToString());
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "It is unknown whether anyone listens to the events of {Ledger}.")]
    private partial void LogUnknown(Exception failure, string ledger);
}
