using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reading;

/// <summary>One state that a resource was in, and how it got there.</summary>
/// <typeparam name="T">The kind of resource.</typeparam>
/// <param name="Number">Its own number.</param>
/// <param name="Address">The ledger.</param>
/// <param name="Sequence">Its place in the ledger's journal.</param>
/// <param name="At">When it came. UTC.</param>
/// <param name="Type">How.</param>
/// <param name="Record">The resource as it then was; for a deletion, as it was before.</param>
public sealed record ResourceVersion<T>(
    VersionNumber Number, LedgerAddress Address, long Sequence, DateTimeOffset At, ChangeType Type, T Record);

/// <summary>A part of the versions of a kind of resource; where several are given, all must hold.</summary>
/// <param name="Numbers">The versions' own numbers; null for any.</param>
/// <param name="Resources">The resources' ids, as they were written; null for any.</param>
/// <param name="Keys">The resources' keys; null for any.</param>
/// <param name="Order">By their time.</param>
/// <param name="Offset">How many are passed over.</param>
/// <param name="Limit">How many are shown at the most.</param>
public sealed record VersionRequest(
    ImmutableArray<VersionNumber>? Numbers,
    ImmutableArray<string>? Resources,
    ImmutableArray<string>? Keys,
    TimelineOrder Order,
    long Offset,
    int Limit);

/// <summary>
/// The versions of an organization's resources: the journals of its ledgers, in order of time. As with lists, all of
/// them cost what the page costs; those of some resources are read from their ledgers.
/// </summary>
public sealed class ResourceVersions(
    TimelinePages pages, ITimeline timeline, ILedgerStore ledgers, ResourceKeys names)
{
    /// <summary>A part of the versions.</summary>
    public async Task<IReadOnlyList<ResourceVersion<T>>> ListAsync<T>(
        OrganizationId organization, VersionRequest request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (request is { Numbers: null, Resources: null, Keys: null })
        {
            return await pages.ReadAsync(
                organization,
                TimelineEntries.VersionsKind(T.Prefix),
                request.Order,
                (request.Offset, request.Limit),
                lines => LoadAsync<T>(organization, lines, cancellationToken),
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

    /// <summary>What some lines name: an entry counts where it is about its line's record, and of its time.</summary>
    private async Task<IReadOnlyList<ResourceVersion<T>?>> LoadAsync<T>(
        OrganizationId organization, IReadOnlyList<TimelineEntry> lines, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var wanted = lines.Select(TimelineEntries.ReadVersionEntry).ToLookup(
            line => line.Ledger, line => line.Sequence);
        var journals = await wanted.Select(group => group.Key).ReadEachAsync(ledger => ledgers.LoadJournalAsync(
            new LedgerAddress(organization, ledger), [.. wanted[ledger].Distinct()], cancellationToken));
        return [.. lines.Select(Named)];

        ResourceVersion<T>? Named(TimelineEntry line)
        {
            var (ledger, _) = TimelineEntries.ReadVersionEntry(line);
            var entry = journals[ledger].FirstOrDefault(entry =>
                TimelineEntries.CreateVersionEntry(ledger, T.Prefix, entry) == line);
            return entry is null ? null : ToVersion<T>(new LedgerAddress(organization, ledger), entry);
        }
    }

    private async Task<IReadOnlyCollection<ResourceVersion<T>>> LoadNumberedAsync<T>(
        OrganizationId organization, ImmutableArray<VersionNumber> numbers, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var wanted = numbers.ToHashSet();
        var lines = new List<TimelineEntry>();
        foreach (var (from, to) in wanted.Select(number => (number.From, number.To)).Distinct())
        {
            await foreach (var line in timeline.ReadBetweenAsync(
                organization, TimelineEntries.VersionsKind(T.Prefix), from, to, cancellationToken))
            {
                var (ledger, sequence) = TimelineEntries.ReadVersionEntry(line);
                if (wanted.Contains(VersionNumber.Create(ledger, sequence, line.At))) lines.Add(line);
            }
        }

        return [.. (await LoadAsync<T>(organization, lines, cancellationToken)).OfType<ResourceVersion<T>>()];
    }

    /// <summary>All versions of all resources of the kind in the ledgers of those that are named.</summary>
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
        (T)entry.Record);

    private static bool Holds<T>(VersionRequest request, ResourceVersion<T> version) where T : Record =>
        (request.Numbers?.Contains(version.Number) ?? true)
        && (request.Resources?.Contains(version.Record.AsListed().Listed.Id) ?? true)
        && (request.Keys?.Contains(version.Record.AsListed().Key.Value) ?? true);
}
