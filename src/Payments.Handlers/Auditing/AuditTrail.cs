using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Auditing;

/// <summary>
/// The changes of an organization's ledgers and credentials, with who made them, oldest first. By order or resource
/// they are one ledger's journal, with every kind of record. By time they are found by the timelines, which have the
/// kinds that are listed: authorizations, captures, refunds and credit payments; and among the changes of credentials.
/// </summary>
public sealed class AuditTrail(
    ITimeline timeline, ILedgerStore ledgers, ICredentialStore credentials, TimeProvider time)
{
    /// <summary>
    /// The most entries that are looked up to fill a page: 50 round trips of a hundred entries, some seconds.
    /// </summary>
    public const int MaxSearched = 5_000;

    private const int EntriesPerRead = 100;

    /// <summary>What is searched if neither an order, a resource nor a beginning is named.</summary>
    public static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(1);

    /// <summary>The kinds of records that are in timelines (<see cref="IListed"/>).</summary>
    internal static readonly ImmutableArray<string> ListedKinds =
        [.. RecordKind.All.Select(kind => kind.List).OfType<string>()];

    /// <summary>A page; null if more than <see cref="MaxSearched"/> entries would have to be looked up.</summary>
    public Task<IReadOnlyList<AuditEntry>?> ListAsync(
        OrganizationId organization, AuditRequest request, CancellationToken cancellationToken)
    {
        if (request is { Order: null, Resource: null }) return SearchAsync(organization, request, cancellationToken);
        var resource = request.Resource is { } id
            ? RecordKind.All.Select(kind => kind.ParseId(id)).FirstOrDefault(found => found is not null)
            : null;
        if (request.Resource is null || resource is not null)
            return ReadJournalAsync(organization, request, resource, cancellationToken);
        return request.Order is null
            ? ReadAdministrationAsync(organization, request, cancellationToken)
            : Task.FromResult<IReadOnlyList<AuditEntry>?>([]);
    }

    /// <summary>
    /// The changes of the credential or signing key with the id, or of all if it is the organization's own.
    /// </summary>
    private async Task<IReadOnlyList<AuditEntry>?> ReadAdministrationAsync(
        OrganizationId organization, AuditRequest request, CancellationToken cancellationToken)
    {
        var changes = await ListAdministrationAsync(
            organization, request, request.From ?? DateTimeOffset.MinValue, cancellationToken);
        return TakePage(request, changes.Where(entry =>
            request.Resource == organization.Value || request.Resource == entry.Change.Subject));
    }

    private async Task<IEnumerable<AdministrativeEntry>> ListAdministrationAsync(
        OrganizationId organization, AuditRequest request, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var changes = await credentials.ListChangesAsync(
            organization, from, request.To ?? DateTimeOffset.MaxValue, cancellationToken);
        return changes.Select(change => new AdministrativeEntry(change)).Where(entry => Matches(request, entry));
    }

    private async Task<IReadOnlyList<AuditEntry>?> ReadJournalAsync(
        OrganizationId organization,
        AuditRequest request,
        (LedgerId Ledger, RecordKey Key)? resource,
        CancellationToken cancellationToken)
    {
        var ledger = request.Order is { } order ? LedgerId.ForOrder(order) : resource!.Value.Ledger;
        if (resource is { } named && named.Ledger != ledger) return [];
        var journal = await ledgers.LoadJournalAsync(new LedgerAddress(organization, ledger), cancellationToken);
        return TakePage(request, journal
            .Where(entry => resource is null || entry.Record.RecordKey == resource.Value.Key)
            .Select(entry => ToAuditEntry(ledger, request.Order, entry))
            .Where(entry => Matches(request, entry)));
    }

    private async Task<IReadOnlyList<AuditEntry>?> SearchAsync(
        OrganizationId organization, AuditRequest request, CancellationToken cancellationToken)
    {
        var from = request.From ?? (request.To ?? time.GetUtcNow()) - DefaultPeriod;
        var to = request.To ?? DateTimeOffset.MaxValue;
        await using var listed = timeline.ReadMergedAsync(organization, ListedKinds, from, to, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var administration = new Queue<AdministrativeEntry>(
            await ListAdministrationAsync(organization, request, from, cancellationToken));
        var found = new List<AuditEntry>(request.Limit);
        var toSkip = request.Offset;
        var searched = 0;
        while (found.Count < request.Limit)
        {
            var batch = new List<TimelineEntry>(EntriesPerRead);
            while (batch.Count < EntriesPerRead && await listed.MoveNextAsync()) batch.Add(listed.Current);
            if (batch.Count == 0) break;
            searched += batch.Count;
            if (searched > MaxSearched) return null;
            foreach (var entry in await LoadAsync(organization, batch, cancellationToken))
            {
                if (!Matches(request, entry)) continue;
                AddAdministration(entry.At);
                Add(entry);
            }
        }

        AddAdministration(DateTimeOffset.MaxValue);
        return found;

        void AddAdministration(DateTimeOffset until)
        {
            while (administration.TryPeek(out var earlier) && earlier.At <= until) Add(administration.Dequeue());
        }

        void Add(AuditEntry entry)
        {
            if (toSkip > 0) toSkip--;
            else if (found.Count < request.Limit) found.Add(entry);
        }
    }

    /// <summary>The changes of some timeline entries.</summary>
    private async Task<IEnumerable<LedgerEntry>> LoadAsync(
        OrganizationId organization, List<TimelineEntry> entries, CancellationToken cancellationToken)
    {
        var changes = await ledgers.LoadListedAsync(organization, entries, cancellationToken);
        return entries.Zip(changes)
            .Where(pair => pair.Second is not null)
            .Select(pair => ToAuditEntry(pair.First.Ledger, null, pair.Second!));
    }

    private static IReadOnlyList<AuditEntry> TakePage(AuditRequest request, IEnumerable<AuditEntry> entries) =>
        [.. entries.Skip((int)Math.Min(request.Offset, int.MaxValue)).Take(request.Limit)];

    private static bool Matches(AuditRequest request, AuditEntry entry) =>
        (request.Actor is null || entry.Actor?.ToString() == request.Actor)
        && !(entry.At < request.From)
        && !(entry.At >= request.To);

    private static LedgerEntry ToAuditEntry(LedgerId ledger, OrderNumber? order, JournalEntry entry) => new(
        VersionNumber.Create(ledger, entry.Sequence, entry.At),
        order ?? FindOrder(entry.Record),
        entry);

    private static OrderNumber? FindOrder(Record record) => record switch
    {
        IListed listed => listed.Order,
        Credit credit => credit.Order,
        _ => null,
    };
}
