using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Payments.Handlers.Access;
using Payments.Handlers.Auditing;
using Payments.Handlers.Identifiers;
using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Ledgers;
using Payments.Tables.Storage;
using Payments.Tables.Timeline;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests;

/// <summary>Lists read from tables, over more rows than the timeline fetches at once.</summary>
public abstract class PagesOfLists
{
    private const int Ledgers = 13;
    private const int InEach = 20;

    private static readonly ListOrder<CreditPayment> NewestFirst = new(
        Comparer<CreditPayment>.Create((x, y) => y.CreatedAt.CompareTo(x.CreatedAt)), TimelineOrder.NewestFirst);

    private readonly OrganizationId _organization = OrganizationId.From($"shop-{Guid.NewGuid():N}");
    private readonly StorageAccounts _accounts;
    private readonly TableLedgerStore _store;
    private readonly TableTimeline _timeline;
    private readonly LedgerWriter _writer;

    protected PagesOfLists(StorageAccounts accounts)
    {
        _accounts = accounts;
        _store = new TableLedgerStore(accounts);
        _timeline = new TableTimeline(accounts);
        var queue = new InMemoryWorkQueue();
        var inquiries = new OutcomeInquiries(queue, TimeProvider.System);
        var queues = new LedgerQueues();
        var events = new EventAnnouncements(
            new WebhookCache(new InMemoryWebhookStore(), TimeProvider.System),
            _timeline,
            queue,
            NullLogger<EventAnnouncements>.Instance);
        var commits = new GroupCommits(
            _store, _timeline, queues, inquiries, events, TimeProvider.System, Random.Shared);
        _writer = new LedgerWriter(commits, queues, TimeProvider.System, Random.Shared);
    }

    [Fact]
    public async Task The_pages_of_a_list_and_of_its_versions_are_contiguous()
    {
        var made = await StoreAsync();
        var pages = new TimelinePages(_timeline, new FakeTimeProvider(Sample.At.AddHours(1)));
        var keys = new TableKeyStore(_accounts);
        var names = new ResourceKeys(keys, new KeyOwners(_store));
        var inquiries = new OutcomeInquiries(new InMemoryWorkQueue(), TimeProvider.System);
        var reader = new LedgerReader(_store, names, inquiries);
        var identifiers = new ResourceIdentifiers(
            reader,
            new RequestWriter(reader, _writer),
            keys,
            names,
            new IdSource(TimeProvider.System),
            TimeProvider.System);
        var lists = new ResourceLists(pages, _store, reader, inquiries, names, identifiers);
        var versions = new ResourceVersions(pages, _timeline, _store, names);

        var listed = new List<CreditPayment>();
        var journal = new List<ResourceVersion<CreditPayment>>();
        for (var offset = 0; offset < made.Count; offset += 100)
        {
            var page = await lists.ListAsync(
                _organization,
                new ListRequest<CreditPayment>(ListFilter.Empty, NewestFirst, offset, 100),
                default);
            listed.AddRange(page.Select(found => found.Record));
            journal.AddRange(await versions.ListAsync<CreditPayment>(
                _organization,
                new VersionRequest(null, null, null, TimelineOrder.OldestFirst, offset, 100),
                default));
        }

        var inOrder = made.OrderBy(payment => payment.CreatedAt).Select(payment => payment.Id).ToList();
        Assert.Equal(Enumerable.Reverse(inOrder), listed.Select(payment => payment.Id));
        Assert.Equal(inOrder, journal.Select(version => version.Record.Id));
        Assert.All(journal, version => Assert.Equal(version.Record.CreatedAt, version.At));

        var number = journal[150].Number;
        var named = await versions.ListAsync<CreditPayment>(
            _organization, new VersionRequest([number], null, null, TimelineOrder.OldestFirst, 0, 25), default);
        Assert.Equal(journal[150].Record.Id, Assert.Single(named).Record.Id);
    }

    [Fact]
    public async Task The_pages_of_the_audit_trail_are_contiguous_and_name_the_actor()
    {
        var clerk = CredentialId.From("flow/clerk");
        var made = await ActingCaller.RunAsync(clerk, StoreAsync);
        var trail = new AuditTrail(
            _timeline, _store, new InMemoryCredentialStore(), TimeProvider.System);
        var period = new AuditRequest(null, null, clerk.Value, Sample.At, Sample.At.AddHours(1), 0, 100);

        var pages = new List<LedgerEntry>();
        for (var offset = 0; offset < made.Count; offset += 100)
            pages.AddRange(await ListAsync(period with { Offset = offset }));
        var ofOrder = await ListAsync(period with { Order = OrderNumber.From("o-3"), To = null });

        Assert.Equal(
            made.OrderBy(payment => payment.CreatedAt).Select(payment => payment.Id),
            pages.Select(entry => ((CreditPayment)entry.Change.Record).Id));
        Assert.Equal(InEach, ofOrder.Count);
        Assert.All(pages.Concat(ofOrder), entry => Assert.Equal(new Actor.Caller(clerk), entry.Change.Actor));
        Assert.Empty(await ListAsync(period with { Actor = "flow/other" }));

        async Task<List<LedgerEntry>> ListAsync(AuditRequest request) =>
            [.. (await trail.ListAsync(_organization, request, default))!.Cast<LedgerEntry>()];
    }

    /// <summary>Some orders, each with some credit payments; their times interleave.</summary>
    private async Task<List<CreditPayment>> StoreAsync()
    {
        var made = new List<CreditPayment>();
        for (var n = 0; n < Ledgers; n++)
        {
            var address = LedgerAddress.ForOrder(_organization, OrderNumber.From($"o-{n}"));
            ImmutableArray<JournalEntry> entries = [.. Enumerable.Range(0, InEach).Select(index =>
            {
                var at = Sample.At.AddMilliseconds((index * Ledgers) + n);
                var payment = Sample.CreditPayment(address) with { CreatedAt = at };
                return new JournalEntry(index, at, ChangeType.Insert, payment);
            })];
            var changes = new LedgerChanges(LedgerHead.Open(Sample.Usd) with { Sequence = InEach }, entries);
            await _writer.WriteAsync(address, [], _ => Decision<bool>.Accept(true, changes), known: null, default);
            made.AddRange(entries.Select(entry => (CreditPayment)entry.Record));
        }

        return made;
    }
}

[Collection(AzuriteCollection.Name)]
public sealed class TablePagesOfLists(TablesFixture tables) : PagesOfLists(tables.Accounts);
