using Payments.Handlers.Identifiers;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reading;

/// <summary>
/// The lists of an organization's authorizations, captures, refunds and credit payments. An unfiltered list is read in
/// the order of the timeline, and costs what the page costs; a filtered one reads the ledgers that the filter names,
/// and is sorted in memory. The ledgers' heads are read with the records, so a list, too, triggers inquiries about
/// unknown outcomes: in the ledgers on the page, or named by the filter.
/// </summary>
public sealed class ResourceLists(
    TimelinePages pages,
    ILedgerStore ledgers,
    LedgerReader reader,
    OutcomeInquiries inquiries,
    ResourceKeys names,
    ResourceIdentifiers identifiers)
{
    /// <summary>A page of a list.</summary>
    public async Task<IReadOnlyList<Listed<T>>> ListAsync<T>(
        OrganizationId organization, ListRequest<T> request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (request.Filter.IsEmpty)
        {
            var page = await pages.ReadAsync(
                organization,
                T.Prefix,
                TimelineList.Resources,
                ToTimelineOrder(request),
                (request.Offset, request.Limit),
                entries => LoadAsync<T>(organization, entries, cancellationToken),
                cancellationToken);
            await InquireAsync(page, cancellationToken);
            return page;
        }

        return TakePage(await FindAsync<T>(organization, request.Filter, cancellationToken), request);
    }

    /// <summary>
    /// A page of a list whose records must match a filter; null if too many would have to be searched.
    /// </summary>
    public async Task<IReadOnlyList<Listed<T>>?> SearchAsync<T>(
        OrganizationId organization,
        ListRequest<T> request,
        RecordFilter<T> filter,
        CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        bool Suits(Listed<T> listed) =>
            filter.Place(listed.Record.AsListed().CreatedAt) == 0 && filter.Matches(listed.Record);
        if (!request.Filter.IsEmpty)
        {
            var found = await FindAsync<T>(organization, request.Filter, cancellationToken);
            return TakePage(found.Where(Suits), request);
        }

        var page = await pages.SearchAsync<Listed<T>>(
            organization,
            T.Prefix,
            ToTimelineOrder(request),
            (request.Offset, request.Limit),
            filter.Place,
            async entries => (await LoadAsync<T>(organization, entries, cancellationToken))
                .Select(listed => listed is not null && Suits(listed) ? listed : null)
                .ToList(),
            cancellationToken);
        await InquireAsync(page ?? [], cancellationToken);
        return page;
    }

    private Task InquireAsync<T>(IEnumerable<Listed<T>> found, CancellationToken cancellationToken) =>
        Task.WhenAll(found.DistinctBy(listed => listed.Address)
            .Select(listed => inquiries.SendAsync(listed.Address, listed.Head, cancellationToken)));

    private static TimelineOrder ToTimelineOrder<T>(ListRequest<T> request) => request.Order.Timeline
        ?? throw new ArgumentException("The timeline has another order.", nameof(request));

    private static IReadOnlyList<Listed<T>> TakePage<T>(IEnumerable<Listed<T>> found, ListRequest<T> request)
        where T : Record =>
    [
        .. found
            .OrderBy(listed => listed.Record, request.Order.Comparer)
            .ThenBy(listed => listed.Record.AsListed().Listed.Id, StringComparer.Ordinal)
            .Skip((int)Math.Min(request.Offset, int.MaxValue))
            .Take(request.Limit),
    ];

    /// <summary>
    /// The records of some entries. A commit attempt that lost to another change leaves an entry of its own moment:
    /// only the entry with the number and time of the resource's creation counts, or it would be listed twice.
    /// </summary>
    private async Task<IReadOnlyList<Listed<T>?>> LoadAsync<T>(
        OrganizationId organization, IReadOnlyList<TimelineEntry> entries, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var ids = entries.Select(entry => entry.Record.ParseId<T>(entry.Ledger)!.Value).ToList();
        var found = await LoadAsync(organization, ids, cancellationToken);
        return
        [
            .. ids.Zip(entries, (id, entry) =>
                found.GetValueOrDefault(id) is { } listed
                && listed.Record.AsListed().CreatedAt == entry.At
                && (listed.Created ?? entry.Sequence) == entry.Sequence
                    ? listed
                    : null),
        ];
    }

    private async Task<Dictionary<Id<T>, Listed<T>>> LoadAsync<T>(
        OrganizationId organization, IReadOnlyCollection<Id<T>> ids, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var wanted = ids.ToLookup(id => id.Ledger, RecordKey.For);
        var loaded = await ids.Select(id => id.Ledger).ReadEachAsync(ledger => ledgers.LoadAsync(
            new LedgerAddress(organization, ledger), [.. wanted[ledger].Distinct()], cancellationToken));
        return ids.Distinct()
            .Where(id => loaded[id.Ledger] is { Head: not null } ledger && ledger.Find(id) is not null)
            .ToDictionary(id => id, id => new Listed<T>(
                loaded[id.Ledger].Find(id)!,
                new LedgerAddress(organization, id.Ledger),
                loaded[id.Ledger].Head!,
                loaded[id.Ledger].Version!.Records[RecordKey.For(id)].Created));
    }

    private async Task<IEnumerable<Listed<T>>> FindAsync<T>(
        OrganizationId organization, ListFilter filter, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (await ScopeAsync<T>(organization, filter, cancellationToken) is not { } scope) return [];
        IEnumerable<Listed<T>> found;
        if (filter is { Ids.IsEmpty: true, Keys.IsEmpty: true, Identifier: null })
        {
            var address = new LedgerAddress(organization, scope.Ledger!.Value);
            var loaded = await reader.LoadWholeAsync(address, cancellationToken);
            found = loaded.All<T>().Select(record => new Listed<T>(record, address, loaded.Head!));
        }
        else
        {
            var ids = scope.Identified is { } identified
                ? [identified]
                : await IdsAsync<T>(organization, filter, cancellationToken);
            found = (await LoadAsync(organization, ids, cancellationToken)).Values;
            await InquireAsync(found, cancellationToken);
        }

        return found.Where(listed => Holds(filter, scope, listed.Record, listed.Head));
    }

    /// <summary>The ids in the filter; otherwise those that its keys were reserved with.</summary>
    private async Task<IReadOnlyCollection<Id<T>>> IdsAsync<T>(
        OrganizationId organization, ListFilter filter, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (!filter.Ids.IsEmpty)
            return [.. filter.Ids.Where(text => Id<T>.TryParse(text, out _)).Select(Id<T>.Parse)];
        var found = await Task.WhenAll(filter.Keys.Distinct(StringComparer.Ordinal).Select(key =>
            names.ResolveAsync<T>(organization, key, cancellationToken)));
        return [.. found.OfType<Id<T>>()];
    }

    /// <summary>
    /// The order, authorization, capture and identifier in the filter; null if nothing can belong to them.
    /// </summary>
    private async Task<Scope<T>?> ScopeAsync<T>(
        OrganizationId organization, ListFilter filter, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var identified = filter.Identifier is { } identifier
            ? await identifiers.ResolveAsync<T>(organization, identifier, cancellationToken)
            : null;
        if (filter.Identifier is not null && identified is null) return null;
        var authorization = await ResolveAsync<Authorization>(
            organization, filter.AuthorizationId, filter.AuthorizationKey, cancellationToken);
        var capture = await ResolveAsync<Capture>(
            organization, filter.CaptureId, filter.CaptureKey, cancellationToken);
        if (!authorization.IsPossible || !capture.IsPossible) return null;
        LedgerId? ofOrder = null;
        if (filter.Order is { } order)
        {
            if (!OrderNumber.TryFrom(order, out var number)) return null;
            ofOrder = LedgerId.ForOrder(number);
        }

        var named = new[]
        {
            ofOrder,
            authorization.Id?.Ledger,
            capture.Id?.Ledger,
        }.OfType<LedgerId>().Distinct().ToList();
        return named.Count > 1
            ? null
            : new Scope<T>(named.Cast<LedgerId?>().SingleOrDefault(), authorization.Id, capture.Id, identified);
    }

    private async Task<(bool IsPossible, Id<T>? Id)> ResolveAsync<T>(
        OrganizationId organization, string? idText, string? key, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        Id<T>? byId = idText is not null && Id<T>.TryParse(idText, out var parsed) ? parsed : null;
        var byKey = key is null ? null : await names.ResolveAsync<T>(organization, key, cancellationToken);
        var isPossible = (idText is null || byId is not null)
            && (key is null || byKey is not null)
            && (byId is null || byKey is null || byId == byKey);
        return (isPossible, byId ?? byKey);
    }

    private static bool Holds<T>(ListFilter filter, Scope<T> scope, T record, LedgerHead head)
        where T : Record, IIdentified =>
        (filter.Ids.IsEmpty || filter.Ids.Contains(record.AsListed().Listed.Id))
        && (filter.Keys.IsEmpty || filter.Keys.Contains(record.AsListed().Key.Value))
        && (filter.Order is null || record.AsListed().Order?.Value == filter.Order)
        && (scope.Authorization is not { } authorization || record.BelongsTo(authorization, head))
        && (scope.Capture is not { } capture || record.BelongsTo(capture));

    /// <summary>What every listed resource must belong to.</summary>
    private sealed record Scope<T>(
        LedgerId? Ledger, Id<Authorization>? Authorization, Id<Capture>? Capture, Id<T>? Identified)
        where T : IIdentified;
}
