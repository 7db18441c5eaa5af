using System.Text;
using Payments.Handlers.Events;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Simulation.Checks;

/// <summary>
/// What must hold of events once nothing is left to happen: every change that is one was delivered to each endpoint of
/// its organization, none was delivered without its change, and the list of events has each of them once, in order.
/// </summary>
internal sealed class EventCheck(World world)
{
    private static readonly PlainEventWriter Writer = new();

    /// <summary>The violations.</summary>
    public IEnumerable<string> Faults()
    {
        var expected = new Dictionary<string, string>();
        foreach (var address in world.Watch.Shadows.Keys)
        {
            var states = new Dictionary<RecordKey, Record>();
            foreach (var entry in world.Ledgers.Journal(address))
            {
                var key = entry.Record.RecordKey;
                var after = entry.Type == ChangeType.Delete ? null : entry.Record;
                if (RecordEvents.Find(states.GetValueOrDefault(key), after) != entry.Event)
                    yield return $"{address}/{entry.Sequence} is stored as event {entry.Event?.ToString() ?? "none"}";
                if (after is null) states.Remove(key);
                else states[key] = after;
                if (entry.Event is null || !Listeners.Listens(address.Organization)) continue;
                expected[ToId(address, entry).ToString()] = Read(Writer.Write(address, entry));
            }
        }

        foreach (var endpoint in Listeners.Endpoints)
        {
            var received = world.Received.Where(message => message.Url == endpoint.Url).ToList();
            foreach (var message in received)
            {
                if (expected.GetValueOrDefault(message.Id) != Read(message.Body))
                    yield return $"{endpoint.Url} got {message.Id}, {Read(message.Body)}: no change is that event";
            }

            foreach (var (missing, body) in expected.ExceptBy(
                received.Select(message => message.Id), wanted => wanted.Key))
                yield return $"{endpoint.Url} did not get {missing}, {body}";
        }

        foreach (var fault in OfList()) yield return fault;
    }

    /// <summary>
    /// What is in no list of resources is listed where somebody listens; elsewhere only if that could not be found out.
    /// </summary>
    private IEnumerable<string> OfList()
    {
        var clock = new ManualClock(ProcessClock.Start + world.Scheduler.Now + TimeSpan.FromDays(1));
        var list = new EventList(world.Timeline, world.Ledgers, clock);
        foreach (var organization in world.Watch.Shadows.Keys.Select(address => address.Organization).Distinct())
        {
            var listens = Listeners.Listens(organization);
            var wanted = world.Watch.Shadows.Keys
                .Where(address => address.Organization == organization)
                .SelectMany(address => world.Ledgers.Journal(address)
                    .Where(entry => entry.Event is not null)
                    .Where(entry => entry.Record is IListed || listens)
                    .Select(entry => ToId(address, entry)))
                .Order();
            var listed = ReadAll(list, organization)
                .Where(found => found.Entry.Record is IListed || listens)
                .Select(found => ToId(found.Address, found.Entry));
            if (!wanted.SequenceEqual(listed))
                yield return $"the list of {organization}'s events differs from its journals";
        }
    }

    private static List<ListedEvent> ReadAll(EventList list, OrganizationId organization)
    {
        const int Limit = 40;
        var all = new List<ListedEvent>();
        LedgerEventId? next = null;
        while (true)
        {
            var page = list.ReadAsync(organization, next, Limit, CancellationToken.None).Result;
            if (page.Next == next) return all;
            all.AddRange(page.Events);
            next = page.Next;
        }
    }

    private static LedgerEventId ToId(LedgerAddress address, JournalEntry entry) =>
        new(entry.At, address.Ledger, entry.Sequence);

    private static string Read(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
