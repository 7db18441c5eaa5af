using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reading;

/// <summary>A version of a resource: one of its states, and the change that led to it.</summary>
/// <typeparam name="T">The kind of resource.</typeparam>
/// <param name="Number">The version's number.</param>
/// <param name="Address">The ledger.</param>
/// <param name="Sequence">The number of its journal entry.</param>
/// <param name="At">When the change was made; UTC.</param>
/// <param name="Type">The kind of change.</param>
/// <param name="Record">The resource after the change; for a deletion, before it.</param>
/// <param name="Actor">Who made the change; null for changes that predate it.</param>
public sealed record ResourceVersion<T>(
    VersionNumber Number,
    LedgerAddress Address,
    long Sequence,
    DateTimeOffset At,
    ChangeType Type,
    T Record,
    Actor? Actor);

/// <summary>A request for a page of the versions of a kind of resource; several conditions must all hold.</summary>
/// <param name="Numbers">The versions' numbers; null for any.</param>
/// <param name="Resources">The resources' ids, as the caller wrote them; null for any.</param>
/// <param name="Keys">The resources' keys; null for any.</param>
/// <param name="Order">Their order, by time.</param>
/// <param name="Offset">How many to skip.</param>
/// <param name="Limit">How many to return at most.</param>
public sealed record VersionRequest(
    ImmutableArray<VersionNumber>? Numbers,
    ImmutableArray<string>? Resources,
    ImmutableArray<string>? Keys,
    TimelineOrder Order,
    long Offset,
    int Limit);

/// <summary>
/// The versions of an organization's resources: the journals of its ledgers, in order of time. As with lists, reading
/// all of them costs what the page costs; those of certain resources are read from their ledgers.
/// </summary>
public sealed class ResourceVersions(
    TimelinePages pages, ITimeline timeline, ILedgerStore ledgers, ResourceKeys names)
{
    /// <summary>A page of the versions.</summary>
    public async Task<IReadOnlyList<ResourceVersion<T>>> ListAsync<T>(
        OrganizationId organization, VersionRequest request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (request is { Numbers: null, Resources: null, Keys: null })
        {
            return await pages.ReadAsync(
                organization,
                T.Prefix,
                TimelineList.Versions,
                request.Order,
                (request.Offset, request.Limit),
                entries => LoadAsync<T>(organization, entries, cancellationToken),
                cancellationToken);
        }

        var found = request.Numbers is { } numbers
            ? await LoadNumberedAsync<T>(organization, numbers, cancellationToken)
            : await LoadForResourcesAsync<T>(organization, request, cancellationToken);
        var wanted = found.Where(version => Holds(request, version));
        var oldestFirst = wanted.OrderBy(version => version.At).ThenBy(version => version.Sequence);
        return
        [
            .. (request.Order == TimelineOrder.OldestFirst ? oldestFirst : oldestFirst.Reverse())
                .Skip((int)Math.Min(request.Offset, int.MaxValue))
                .Take(request.Limit),
        ];
    }

    /// <summary>The versions of some entries.</summary>
    private async Task<IReadOnlyList<ResourceVersion<T>?>> LoadAsync<T>(
        OrganizationId organization, IReadOnlyList<TimelineEntry> entries, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var changes = await ledgers.LoadListedAsync(organization, entries, cancellationToken);
        return
        [
            .. entries.Zip(changes, (listed, change) => change is null
                ? null
                : ToVersion<T>(new LedgerAddress(organization, listed.Ledger), change)),
        ];
    }

    private async Task<IReadOnlyCollection<ResourceVersion<T>>> LoadNumberedAsync<T>(
        OrganizationId organization, ImmutableArray<VersionNumber> numbers, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var wanted = numbers.ToHashSet();
        var entries = new List<TimelineEntry>();
        foreach (var (from, to) in wanted.Select(number => (number.From, number.To)).Distinct())
        {
            await foreach (var entry in timeline.ReadBetweenAsync(
                organization, T.Prefix, from, to, cancellationToken))
            {
                var number = VersionNumber.Create(entry.Ledger, entry.Sequence!.Value, entry.At);
                if (wanted.Contains(number)) entries.Add(entry);
            }
        }

        return [.. (await LoadAsync<T>(organization, entries, cancellationToken)).OfType<ResourceVersion<T>>()];
    }

    /// <summary>All versions of all resources of the kind in the ledgers of the named resources.</summary>
    private async Task<IReadOnlyCollection<ResourceVersion<T>>> LoadForResourcesAsync<T>(
        OrganizationId organization, VersionRequest request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var named = request.Resources is { } resources
            ? resources.Where(text => Id<T>.TryParse(text, out _)).Select(Id<T>.Parse)
            : (await Task.WhenAll(request.Keys!.Value.Distinct(StringComparer.Ordinal).Select(key =>
                names.ResolveAsync<T>(organization, key, cancellationToken)))).OfType<Id<T>>();
        var journals = await named.Select(id => id.Ledger).ReadEachAsync(ledger =>
            ledgers.LoadJournalAsync(new LedgerAddress(organization, ledger), cancellationToken));
        return
        [
            .. journals.SelectMany(journal => journal.Value
                .Where(entry => entry.Record is T)
                .Select(entry => ToVersion<T>(new LedgerAddress(organization, journal.Key), entry))),
        ];
    }

    private static ResourceVersion<T> ToVersion<T>(LedgerAddress address, JournalEntry entry) where T : Record => new(
        VersionNumber.Create(address.Ledger, entry.Sequence, entry.At),
        address,
        entry.Sequence,
        entry.At,
        entry.Type,
        (T)entry.Record,
        entry.Actor);

    private static bool Holds<T>(VersionRequest request, ResourceVersion<T> version) where T : Record =>
        (request.Numbers?.Contains(version.Number) ?? true)
        && (request.Resources?.Contains(version.Record.AsListed().Listed.Id) ?? true)
        && (request.Keys?.Contains(version.Record.AsListed().Key.Value) ?? true);
}
