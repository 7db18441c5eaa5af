using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>
/// Lists of an organization, and of versions: every entry was true while the list was read, in order and once; and no
/// entry that was stored before the request is missing. That holds for the first page only: further pages count entries
/// without a record, for minutes.
/// </summary>
internal sealed partial class Requests
{
    /// <summary>More than a run creates of a kind.</summary>
    private const int WholeAtMost = 1_000;

    private const int Lists = 8;

    /// <summary>The requests that end a run: all lists of all organizations.</summary>
    public IEnumerable<Request> Last() =>
        from order in _orders.DistinctBy(order => order.Organization)
        from list in Enumerable.Range(0, Lists)
        select List(order, list, isWhole: true);

    private Request List(KnownOrder order) => List(order, _random.Next(Lists), isWhole: _random.Next(4) > 0);

    private Request List(KnownOrder order, int list, bool isWhole) => list switch
    {
        0 => List<Authorization>(order, isWhole, useCases => useCases.Lists.ListAsync, record => record.CreatedAt),
        1 => List<Capture>(order, isWhole, useCases => useCases.Lists.ListAsync, record => record.CreatedAt),
        2 => List<CreditPayment>(order, isWhole, useCases => useCases.Lists.ListAsync, record => record.CreatedAt),
        3 => ListVersions<Authorization>(order),
        4 => ListVersions<CreditPayment>(order),
        5 => ListVersions<Capture>(order),
        6 => ListVersions<Refund>(order),
        _ => ListRefunds(order, isWhole),
    };

    private delegate Task<IReadOnlyList<Listed<T>>> Lister<T>(
        OrganizationId organization, ListRequest<T> request, CancellationToken cancellationToken)
        where T : Record, IIdentified;

    private Request ListRefunds(KnownOrder order, bool isWhole) => List<Refund>(
        order,
        isWhole,
        useCases => async (organization, request, cancellationToken) =>
        [
            .. (await useCases.RefundLists.ListAsync(organization, request, cancellationToken))!.Select(view =>
                new Listed<Refund>(view.Refund, new LedgerAddress(organization, view.Refund.Id.Ledger), null!)),
        ],
        record => record.CreatedAt);

    private Request List<T>(
        KnownOrder order, bool isWhole, Func<UseCases, Lister<T>> list, Func<T, DateTimeOffset> at)
        where T : Record, IIdentified
    {
        var (offset, limit) = isWhole ? (0, WholeAtMost) : (_random.Next(5), _random.Next(1, 20));
        var end = _random.Next(2) == 0 ? TimelineOrder.NewestFirst : TimelineOrder.OldestFirst;
        var request = new ListRequest<T>(
            ListFilter.Empty,
            new ListOrder<T>(Comparer<T>.Create((one, other) => at(one).CompareTo(at(other))), end),
            offset,
            limit);
        return new Request
        {
            Number = ++_number,
            What = $"list {T.Prefix} of {order.Organization}, {limit} from {offset}, {end}",
            Ask = async (useCases, _, _) =>
            {
                var shown = await list(useCases)(order.Organization, request, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) =>
                    shown.Select(item => NotSo(world, attempt, item.Address, item.Record))
                        .FirstOrDefault(wrong => wrong is not null)
                        ?? Disorder([.. shown.Select(item => at(item.Record))], end)
                        ?? Twice(shown.Select(item => ((IListed)item.Record).Listed.Id))
                        ?? (isWhole ? Unlisted(world, attempt, order.Organization, shown) : null));
            },
        };
    }

    private static string? Unlisted<T>(
        World world, Attempt attempt, OrganizationId organization, IReadOnlyList<Listed<T>> shown)
        where T : Record, IIdentified
    {
        var there = shown.Select(item => (item.Address, item.Record.RecordKey)).ToHashSet();
        return world.Watch.Past.Staying(organization, T.Prefix, attempt.Begun)
            .Where(listed => !there.Contains((listed.Address, listed.Key)))
            .Select(listed => $"{listed.Key} of {listed.Address} is not in the list")
            .FirstOrDefault();
    }

    private Request ListVersions<T>(KnownOrder order) where T : Record, IIdentified
    {
        var end = _random.Next(2) == 0 ? TimelineOrder.NewestFirst : TimelineOrder.OldestFirst;
        var request = new VersionRequest(null, null, null, end, 0, WholeAtMost);
        return new Request
        {
            Number = ++_number,
            What = $"versions of {T.Prefix} of {order.Organization}, {end}",
            Ask = async (useCases, _, _) =>
            {
                var shown = await useCases.Versions.ListAsync<T>(order.Organization, request, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) =>
                {
                    var there = shown.Select(version => version.Record).ToHashSet(ReferenceEqualityComparer.Instance);
                    return Twice(shown.Select(version => $"{version.Address} {version.Sequence}"))
                        ?? Disorder([.. shown.Select(version => version.At)], end)
                        ?? shown.Where(version => !world.Watch.Past.WasEver(version.Address, version.Record))
                            .Select(version => $"version {version.Record} never was")
                            .FirstOrDefault()
                        ?? world.Watch.Past.Versions(order.Organization, T.Prefix, attempt.Begun)
                            .Where(entry => !there.Contains(entry.Record))
                            .Select(entry => $"version {entry.Sequence}, {entry.Record}, is not in the list")
                            .FirstOrDefault();
                });
            },
        };
    }

    private static string? Disorder(IReadOnlyList<DateTimeOffset> times, TimelineOrder order)
    {
        var sorted = order == TimelineOrder.OldestFirst ? times.Order() : times.OrderDescending();
        return times.SequenceEqual(sorted) ? null : "the list is not in order";
    }

    private static string? Twice(IEnumerable<string> names) =>
        names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? $"{twice.Key} is in the list twice"
            : null;
}
