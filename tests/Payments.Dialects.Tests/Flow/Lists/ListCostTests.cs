using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Handlers.Access;
using Payments.Handlers.Identifiers;
using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Dialects.Tests.Flow.Lists;

/// <summary>What a list's page costs in port calls, and how it treats timeline entries without a resource.</summary>
public sealed class ListCostTests
{
    private static readonly Currency Usd = Currency.Parse("USD");
    private static readonly OrganizationId Organization = OrganizationId.From("demo");

    private static readonly ListOrder<CreditPayment> NewestFirst = new(
        Comparer<CreditPayment>.Create((x, y) => y.CreatedAt.CompareTo(x.CreatedAt)), TimelineOrder.NewestFirst);

    private readonly ManualClock _time = new(new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero));
    private readonly CountingLedgers _ledgers = new();
    private readonly CountingTimeline _timeline = new();
    private readonly LedgerWriter _writer;
    private readonly ResourceLists _lists;
    private readonly ResourceVersions _versions;

    public ListCostTests()
    {
        var pages = new TimelinePages(_timeline, _time);
        var keys = new InMemoryKeyStore();
        var names = new ResourceKeys(keys, new KeyOwners(_ledgers));
        var queue = new InMemoryWorkQueue();
        var inquiries = new OutcomeInquiries(queue, _time);
        var queues = new LedgerQueues();
        var events = new EventAnnouncements(
            new WebhookCache(new InMemoryWebhookStore(), _time),
            _timeline,
            queue,
            NullLogger<EventAnnouncements>.Instance);
        var commits = new GroupCommits(_ledgers, _timeline, queues, inquiries, events, _time, new Random(1));
        _writer = new LedgerWriter(commits, queues, _time, new Random(1));
        var reader = new LedgerReader(_ledgers, names, inquiries);
        var identifiers = new ResourceIdentifiers(
            reader, new RequestWriter(reader, _writer), keys, names, new IdSource(_time), _time);
        _lists = new ResourceLists(pages, _ledgers, reader, inquiries, names, identifiers);
        _versions = new ResourceVersions(pages, _timeline, _ledgers, names);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    public async Task A_page_of_25_costs_the_same_however_much_is_stored(int stored)
    {
        var made = await StoreAsync(stored);

        var page = await ListAsync(0, 25);
        Assert.Equal(made.TakeLast(25).Reverse().Select(payment => payment.Id), page.Select(payment => payment.Id));
        Assert.Equal((25, 25, 25), (_timeline.Lines, _ledgers.Loads, _ledgers.Rows));

        Forget();
        var versions = await _versions.ListAsync<CreditPayment>(
            Organization, new VersionRequest(null, null, null, TimelineOrder.OldestFirst, 0, 25), default);
        Assert.Equal(made.Take(25), versions.Select(version => version.Record));
        Assert.Equal((25, 25, 25), (_timeline.Lines, _ledgers.Loads, _ledgers.Rows));

        Forget();
        var number = versions[7].Number;
        var named = await _versions.ListAsync<CreditPayment>(
            Organization, new VersionRequest([number], null, null, TimelineOrder.OldestFirst, 0, 25), default);
        Assert.Equal(number, Assert.Single(named).Number);
        Assert.Equal((1, 1, 1), (_timeline.Lines, _ledgers.Loads, _ledgers.Rows));

        Forget();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(25, (await ListAsync(50, 25)).Count);
        Assert.Equal((75, 25, 25), (_timeline.Lines, _ledgers.Loads, _ledgers.Rows));
    }

    [Fact]
    public async Task A_filtered_list_reads_no_timeline_entry_and_only_the_ledger_that_its_filter_names()
    {
        var made = await StoreAsync(100);

        var found = await _lists.ListAsync(
            Organization,
            new ListRequest<CreditPayment>(new ListFilter { Order = "o-7" }, NewestFirst, 0, 25),
            default);
        Assert.Equal(made[7], Assert.Single(found).Record);
        var byId = new ListFilter { Ids = [made[3].Id.ToString(), made[9].Id.ToString()] };
        Assert.Equal(2, (await _lists.ListAsync(
            Organization, new ListRequest<CreditPayment>(byId, NewestFirst, 0, 25), default)).Count);

        Assert.Equal((0, 2), (_timeline.Lines, _ledgers.Loads));
        Assert.Equal(1, _ledgers.Wholes);
    }

    [Fact]
    public async Task Paging_shows_each_resource_once_although_some_entries_refer_to_nothing()
    {
        var made = await StoreAsync(60);
        foreach (var payment in made.Where((_, index) => index % 7 == 0)) await DeleteAsync(payment);
        var left = made.Where((_, index) => index % 7 != 0).Reverse().ToList();

        Assert.Equal(left, await AllAsync(4));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(left, await AllAsync(4));

        Assert.Equal(left.Count, _timeline.Count(CreditPayment.Prefix));
        Forget();
        Assert.Equal(left, await AllAsync(100));
        Assert.Equal(left.Count, _timeline.Lines);
    }

    [Fact]
    public async Task An_entry_of_a_lost_attempt_lists_nothing_twice_and_is_kept_while_recent()
    {
        var made = await StoreAsync(1);
        var lost = new TimelineEntry(
            CreditPayment.Prefix,
            made[0].Id.Ledger,
            made[0].RecordKey,
            Sequence: 1,
            Creates: true,
            made[0].CreatedAt.AddTicks(-1));
        await _timeline.AppendAsync(Organization, [lost], default);

        Assert.Equal(made, await AllAsync(25));
        Assert.Equal(2, _timeline.Count(CreditPayment.Prefix));
        _time.Advance(2 * AcceptanceLimits.KeyHandover + TimeSpan.FromSeconds(1));
        Assert.Equal(made, await AllAsync(25));
        Assert.Equal(1, _timeline.Count(CreditPayment.Prefix));
    }

    private async Task<List<CreditPayment>> AllAsync(int limit)
    {
        var all = new List<CreditPayment>();
        for (var offset = 0; ; offset += limit)
        {
            var page = await ListAsync(offset, limit);
            all.AddRange(page);
            if (page.Count < limit) return all;
        }
    }

    private async Task<List<CreditPayment>> ListAsync(long offset, int limit)
    {
        var found = await _lists.ListAsync(
            Organization, new ListRequest<CreditPayment>(ListFilter.Empty, NewestFirst, offset, limit), default);
        return [.. found.Select(listed => listed.Record)];
    }

    /// <summary>Creates the given number of orders with a credit payment each, a millisecond apart.</summary>
    private async Task<List<CreditPayment>> StoreAsync(int count)
    {
        var made = new List<CreditPayment>();
        for (var n = 0; n < count; n++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            var order = OrderNumber.From($"o-{n}");
            var id = Id<CreditPayment>.New(LedgerId.ForOrder(order), Guid.CreateVersion7(_time.GetUtcNow()));
            var amount = new Money(100, Usd);
            var payment = new CreditPayment(
                id, Key.From(id.ToString()), order, "Gift", amount, amount,
                ImmutableDictionary<string, string>.Empty, _time.GetUtcNow());
            await WriteAsync(LedgerHead.Open(Usd), ChangeType.Insert, payment);
            made.Add(payment);
        }

        Forget();
        return made;
    }

    private async Task DeleteAsync(CreditPayment payment)
    {
        var loaded = await _ledgers.LoadAsync(new LedgerAddress(Organization, payment.Id.Ledger), [], default);
        await WriteAsync(loaded.Head!, ChangeType.Delete, payment);
    }

    private async Task WriteAsync(LedgerHead head, ChangeType type, CreditPayment payment) =>
        await _writer.WriteAsync(
            new LedgerAddress(Organization, payment.Id.Ledger),
            [payment.RecordKey],
            _ => Decision<CreditPayment>.Accept(
                payment, LedgerChanges.Create(head, _time.GetUtcNow(), (type, payment))),
            known: null,
            default);

    private void Forget()
    {
        _timeline.Forget();
        _ledgers.Forget();
    }

    /// <summary>Counts the timeline entries read.</summary>
    private sealed class CountingTimeline : ITimeline
    {
        private readonly InMemoryTimeline _lines = new();

        public int Lines { get; private set; }

        public int Count(string kind) => _lines.List(Organization, kind).Count;

        public void Forget() => Lines = 0;

        public Task AppendAsync(
            OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken token) =>
            _lines.AppendAsync(organization, entries, token);

        public IAsyncEnumerable<TimelineEntry> ReadAsync(
            OrganizationId organization,
            string kind,
            TimelineList list,
            TimelineOrder order,
            int expected,
            CancellationToken cancellationToken) => Counted(
                _lines.ReadAsync(organization, kind, list, order, expected, cancellationToken), cancellationToken);

        public IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
            OrganizationId organization,
            string kind,
            DateTimeOffset from,
            DateTimeOffset to,
            CancellationToken cancellationToken) =>
            Counted(_lines.ReadBetweenAsync(organization, kind, from, to, cancellationToken), cancellationToken);

        public Task RemoveAsync(OrganizationId organization, TimelineEntry entry, CancellationToken token) =>
            _lines.RemoveAsync(organization, entry, token);

        private async IAsyncEnumerable<TimelineEntry> Counted(
            IAsyncEnumerable<TimelineEntry> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var line in lines.WithCancellation(cancellationToken))
            {
                Lines++;
                yield return line;
            }
        }
    }

    /// <summary>Counts the reads, and the records or journal entries they request.</summary>
    private sealed class CountingLedgers : ILedgerStore
    {
        private readonly InMemoryLedgerStore _store = new();

        public int Loads { get; private set; }

        public int Rows { get; private set; }

        public int Wholes { get; private set; }

        public void Forget() => (Loads, Rows, Wholes) = (0, 0, 0);

        public Task<LoadedLedger> LoadAsync(
            LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken token)
        {
            Loads++;
            Rows += records.Count;
            return _store.LoadAsync(address, records, token);
        }

        public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken token)
        {
            Wholes++;
            return _store.LoadWholeAsync(address, token);
        }

        public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
            LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken token)
        {
            Loads++;
            Rows += entries.Count;
            return _store.LoadJournalAsync(address, entries, token);
        }

        public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(LedgerAddress address, CancellationToken token)
        {
            Wholes++;
            return _store.LoadJournalAsync(address, token);
        }

        public Task<LedgerVersion?> CommitAsync(
            LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken token) =>
            _store.CommitAsync(address, expected, changes, token);
    }
}
