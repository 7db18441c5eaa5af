using System.Runtime.CompilerServices;
using Payments.Handlers.Events;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Webhooks;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.InMemory;

namespace Payments.Handlers.Tests;

/// <summary>The list of events, for those who missed some.</summary>
public sealed class EventLists
{
    private readonly Shop _shop = new();
    private readonly CountedTimeline _timeline;

    public EventLists() => _timeline = new CountedTimeline(_shop.Timeline);

    private EventList List => new(_timeline, _shop.Ledgers, _shop.Clock);

    [Fact]
    public async Task The_list_has_every_event_once_the_oldest_first_whatever_the_page_s_length()
    {
        await _shop.CapturedAsync(10, 20, 30);
        for (var n = 0; n < 5; n++)
        {
            await _shop.RefundAsync(1);
            _shop.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await _shop.DeliverAllAsync();
        _shop.Clock.Advance(EventList.Window + TimeSpan.FromSeconds(1));
        var journal = await _shop.Ledgers.LoadJournalAsync(Shop.Ledger, default);
        var expected = journal.Where(entry => entry.Event is not null)
            .Select(entry => new LedgerEventId(entry.At, Shop.Ledger.Ledger, entry.Sequence))
            .Order()
            .ToList();
        Assert.Equal(14, expected.Count);

        foreach (var limit in (int[])[1, 2, 3, 100])
            Assert.Equal(expected, await ReadAllAsync(limit));
    }

    [Fact]
    public async Task What_is_younger_than_a_commit_may_take_is_not_shown_yet()
    {
        await _shop.CapturedAsync(100);
        _shop.Clock.Advance(EventList.Window);
        await _shop.RefundAsync(1);

        var early = await List.ReadAsync(Shop.Organization, null, 100, default);
        _shop.Clock.Advance(EventList.Window + TimeSpan.FromSeconds(1));
        var late = await List.ReadAsync(Shop.Organization, early.Next, 100, default);

        Assert.DoesNotContain(early.Events, found => found.Entry.Record is Refund);
        Assert.Equal(EventKind.RefundRequested, Assert.Single(late.Events).Entry.Event);
    }

    [Fact]
    public async Task Open_credits_which_are_in_no_other_list_are_listed_if_there_is_an_endpoint()
    {
        (await _shop.Another().Get<WebhookAdministration>().CreateAsync(
            Shop.Organization, new WebhookChoices(new Uri("https://shop.example/hook"), ""), default)).Accepted();
        await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(5), default);
        await _shop.DeliverAllAsync();
        _shop.Clock.Advance(EventList.Window + TimeSpan.FromSeconds(1));

        var page = await List.ReadAsync(Shop.Organization, null, 100, default);

        Assert.Equal(
            [EventKind.CreditAuthorized, EventKind.CreditSettled],
            page.Events.Select(found => found.Entry.Event!.Value));
    }

    [Fact]
    public async Task A_page_costs_the_same_however_much_is_stored()
    {
        await _shop.CapturedAsync(1_000);
        var (few, fewReads) = await CostAsync();
        for (var n = 0; n < 400; n++)
        {
            await _shop.RefundAsync(1);
            _shop.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var (many, manyReads) = await CostAsync();

        Assert.Equal(EventList.Kinds.Length, few);
        Assert.Equal(few, many);
        Assert.InRange(fewReads, 0, 100);
        Assert.InRange(manyReads, 0, 2 * 101);
    }

    [Fact]
    public async Task The_search_for_events_is_bounded()
    {
        await _shop.CapturedAsync(100);
        var capture = Assert.Single(await _shop.StoredAsync<Capture>());
        var missing = Enumerable.Range(0, 3 * EventList.MaxSearched).Select(n => new TimelineEntry(
            Capture.Prefix, Shop.Ledger.Ledger, capture.RecordKey, 1_000 + n, false, _shop.Clock.GetUtcNow()));
        await _shop.Timeline.AppendAsync(Shop.Organization, [.. missing], default);
        _shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await _shop.RefundAsync(1);
        _shop.Clock.Advance(EventList.Window + TimeSpan.FromSeconds(1));
        var before = (await List.ReadAsync(Shop.Organization, null, 2, default)).Next;
        (_timeline.Ranges, _timeline.Entries) = (0, 0);

        var page = await List.ReadAsync(Shop.Organization, before, 100, default);

        Assert.Empty(page.Events);
        Assert.InRange(_timeline.Entries, EventList.MaxSearched, EventList.MaxSearched + 200);
        Assert.Equal(3, (await ReadAllAsync(100)).Count);
    }

    [Fact]
    public async Task Another_organization_sees_none_of_them()
    {
        await _shop.CapturedAsync(100);
        _shop.Clock.Advance(EventList.Window + TimeSpan.FromSeconds(1));

        var page = await List.ReadAsync(OrganizationId.From("other"), null, 100, default);

        Assert.Empty(page.Events);
        Assert.Null(page.Next);
    }

    /// <summary>The range reads of a page from the middle, and the entries that were taken from them.</summary>
    private async Task<(int Ranges, int Entries)> CostAsync()
    {
        _shop.Clock.Advance(EventList.Window + TimeSpan.FromSeconds(1));
        var first = await List.ReadAsync(Shop.Organization, null, 1, default);
        (_timeline.Ranges, _timeline.Entries) = (0, 0);
        await List.ReadAsync(Shop.Organization, first.Next, 25, default);
        return (_timeline.Ranges, _timeline.Entries);
    }

    private async Task<List<LedgerEventId>> ReadAllAsync(int limit)
    {
        var all = new List<LedgerEventId>();
        LedgerEventId? next = null;
        while (true)
        {
            var page = await List.ReadAsync(Shop.Organization, next, limit, default);
            if (page.Next == next) return all;
            Assert.InRange(page.Events.Count, 0, limit);
            all.AddRange(page.Events.Select(
                found => new LedgerEventId(found.Entry.At, found.Address.Ledger, found.Entry.Sequence)));
            next = page.Next;
        }
    }

    private sealed class CountedTimeline(InMemoryTimeline inner) : ITimeline
    {
        public int Ranges { get; set; }

        public int Entries { get; set; }

        public Task AppendAsync(
            OrganizationId organization,
            IReadOnlyCollection<TimelineEntry> entries,
            CancellationToken cancellationToken) => inner.AppendAsync(organization, entries, cancellationToken);

        public IAsyncEnumerable<TimelineEntry> ReadAsync(
            OrganizationId organization,
            string kind,
            TimelineList list,
            TimelineOrder order,
            int expected,
            CancellationToken cancellationToken) =>
            inner.ReadAsync(organization, kind, list, order, expected, cancellationToken);

        public async IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
            OrganizationId organization,
            string kind,
            DateTimeOffset from,
            DateTimeOffset to,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Ranges++;
            await foreach (var entry in inner.ReadBetweenAsync(organization, kind, from, to, cancellationToken))
            {
                Entries++;
                yield return entry;
            }
        }

        public Task RemoveAsync(
            OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken) =>
            inner.RemoveAsync(organization, entry, cancellationToken);
    }
}
