using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identifiers;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Identifiers;

/// <summary>A refund or capture with its identifiers.</summary>
/// <param name="Resource">The refund or capture.</param>
/// <param name="Identifiers">In the order in which they were attached.</param>
public sealed record Identified<T>(T Resource, ImmutableArray<Identifier> Identifiers) where T : Record, IIdentified;

/// <summary>
/// Attaches identifiers to refunds and captures, and finds these by them. An identifier names one resource of its kind
/// in an organization: it is reserved among the callers' keys, under a kind of its own, so that it is found by one
/// point read. Whether it is attached is the ledger's to say; a reservation that came to nothing, or whose identifier
/// was taken away, is taken over by the next resource.
/// </summary>
public sealed class ResourceIdentifiers(
    LedgerReader reader, RequestWriter writer, IKeyStore keys, ResourceKeys names, TimeProvider time)
{
    /// <summary>How often an identifier that others reserve at the same moment is looked at again.</summary>
    private const int MaxRaces = 5;

    /// <summary>The resource with its identifiers; null for one that this organization does not have.</summary>
    public async Task<Identified<T>?> FindAsync<T>(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) where T : Record, IIdentified
    {
        if (await names.ResolveAsync<T>(organization, keyOrId, cancellationToken) is not { } id) return null;
        var loaded = await LoadAsync(organization, id, cancellationToken);
        return loaded.Find(id) is { } resource
            ? new Identified<T>(resource, FindSet(loaded, id)?.Identifiers ?? [])
            : null;
    }

    /// <summary>The id of the resource that an identifier names; null where it names none.</summary>
    public async Task<Id<T>?> ResolveAsync<T>(
        OrganizationId organization, string identifier, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (!Key.TryFrom(identifier, out var key)) return null;
        var found = await keys.FindAsync(ToKeyName<T>(organization, key), cancellationToken);
        if (found is null) return null;
        var id = Id<T>.Parse(found.Id);
        var loaded = await LoadAsync(organization, id, cancellationToken);
        return FindSet(loaded, id)?.Find(identifier) is null ? null : id;
    }

    /// <summary>
    /// The resource with the identifier among its identifiers, or a no; null for a resource that this organization does
    /// not have.
    /// </summary>
    public async Task<Answer<Identified<T>>?> AttachAsync<T>(
        OrganizationId organization, string keyOrId, Identifier identifier, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (await names.ResolveAsync<T>(organization, keyOrId, cancellationToken) is not { } id) return null;
        var started = time.GetTimestamp();
        var before = await LoadAsync(organization, id, cancellationToken);
        if (before.Find(id) is not { } resource) return null;
        var former = FindSet(before, id)?.Find(identifier.Value);

        // Where it is attached already too: it may be taken away, and given to another resource, in a moment.
        var name = ToKeyName<T>(organization, Key.From(identifier.Value));
        if (await ReserveAsync(name, id, cancellationToken) is { } taken)
            return new Answer<Identified<T>>.Rejected(taken);

        var written = await writer.WriteAsync(
            new LedgerAddress(organization, id.Ledger),
            ListKeys(id),
            loaded => IdentifierDecisions.Attach(
                loaded.Balances, id.ToString(), FindSet(loaded, id), identifier, time.GetUtcNow()),
            new CommitPreparation(started, _ => Task.CompletedTask),
            cancellationToken);
        return written.ToAnswer(
            set => new Identified<T>(resource, set.Identifiers),
            former is null ? Outcome.Created : Outcome.Updated,
            former is null ? Outcome.Created : Outcome.Unchanged);
    }

    /// <summary>Whether the identifier was there to be taken away.</summary>
    public async Task<bool> DetachAsync<T>(
        OrganizationId organization, string keyOrId, string identifier, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (await names.ResolveAsync<T>(organization, keyOrId, cancellationToken) is not { } id) return false;
        // A try that finds it gone, after a try of this very request took it away and the commit's answer was lost,
        // counts as that one.
        var written = await writer.WriteAsync(
            new LedgerAddress(organization, id.Ledger),
            [RecordKey.ForIdentifiers(id.ToString())],
            loaded => loaded.Head is { } head
                && IdentifierDecisions.Detach(head, FindSet(loaded, id), identifier, time.GetUtcNow()) is { } changes
                    ? Decision<Id<T>>.Accept(id, changes)
                    : Decision<Id<T>>.Reject(RejectionReason.UnknownResource, $"{id} has no identifier {identifier}."),
            cancellationToken);
        return written.Decision is Decision<Id<T>>.Accepted;
    }

    /// <summary>
    /// Null once the identifier is reserved for the resource, from now: whoever finds it there and not attached knows
    /// how long it may still be on its way.
    /// </summary>
    private async Task<Rejection?> ReserveAsync<T>(KeyName name, Id<T> id, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var reservation = new KeyReservation(id.ToString(), Fingerprint.Compute(id, name.Key), time.GetUtcNow());
            if (await keys.FindAsync(name, cancellationToken) is not { } found)
            {
                if (await keys.TryReserveAsync(name, reservation, cancellationToken)) return null;
                continue;
            }

            if (found.Id != reservation.Id)
            {
                var other = Id<T>.Parse(found.Id);
                var loaded = await LoadAsync(name.Organization, other, cancellationToken);
                if (FindSet(loaded, other)?.Find(name.Key.Value) is not null)
                {
                    return new Rejection(
                        RejectionReason.IdTaken, $"The identifier {name.Key} is another one's: that of {other}.");
                }

                if (time.GetUtcNow() - found.At < AcceptanceLimits.KeyHandover) return InProgress(name);
            }

            if (await keys.TryTakeOverAsync(name, found, reservation, cancellationToken)) return null;
        }

        return InProgress(name);
    }

    private Task<LoadedLedger> LoadAsync<T>(
        OrganizationId organization, Id<T> id, CancellationToken cancellationToken) where T : IIdentified =>
        reader.LoadAsync(new LedgerAddress(organization, id.Ledger), ListKeys(id), cancellationToken);

    private static RecordKey[] ListKeys<T>(Id<T> id) where T : IIdentified =>
        [RecordKey.For(id), RecordKey.ForIdentifiers(id.ToString())];

    private static IdentifierSet? FindSet<T>(LoadedLedger loaded, Id<T> id) where T : IIdentified =>
        loaded.Records.GetValueOrDefault(RecordKey.ForIdentifiers(id.ToString())) as IdentifierSet;

    private static KeyName ToKeyName<T>(OrganizationId organization, Key identifier) where T : IIdentified =>
        new(organization, $"{T.Prefix}-identifier", identifier);

    private static Rejection InProgress(KeyName name) => new(
        RejectionReason.KeyInProgress, $"Another request is still attaching the identifier {name.Key}.");
}
