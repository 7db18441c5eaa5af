using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identifiers;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Identifiers;

/// <summary>A refund or capture, with its identifiers.</summary>
/// <param name="Resource">The refund or capture.</param>
/// <param name="Identifiers">In the order of attachment.</param>
public sealed record Identified<T>(T Resource, ImmutableArray<Identifier> Identifiers) where T : Record, IIdentified;

/// <summary>
/// Attaches identifiers to refunds and captures, and finds these by them. An identifier names one resource of its kind
/// in an organization: it is reserved among the callers' keys, under a kind of its own, so that one point read finds
/// it. Whether it is attached is stored in the ledger; if it is not, because the request failed or it was detached, the
/// next resource takes the reservation over.
/// </summary>
public sealed class ResourceIdentifiers(
    LedgerReader reader,
    RequestWriter writer,
    IKeyStore keys,
    ResourceKeys names,
    IIdSource unique,
    TimeProvider time)
{
    /// <summary>How often an identifier is read again if others reserve it at the same moment.</summary>
    private const int MaxRaces = 5;

    /// <summary>The resource with its identifiers; null if this organization does not have it.</summary>
    public async Task<Identified<T>?> FindAsync<T>(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) where T : Record, IIdentified
    {
        if (await names.ResolveAsync<T>(organization, keyOrId, cancellationToken) is not { } id) return null;
        var loaded = await LoadAsync(organization, id, cancellationToken);
        return loaded.Find(id) is { } resource
            ? new Identified<T>(resource, FindSet(loaded, id)?.Identifiers ?? [])
            : null;
    }

    /// <summary>The id of the resource that an identifier names; null if it names none.</summary>
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
    /// The resource with the new identifier among its identifiers, or a rejection; null if this organization does not
    /// have the resource.
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
        if (Decide(before) is Decision<IdentifierSet>.Rejected { Rejection: var full })
            return new Answer<Identified<T>>.Rejected(full);

        // Even if it is attached already: it may be detached, and attached to another resource, at any moment.
        var name = ToKeyName<T>(organization, Key.From(identifier.Value));
        var (own, taken) = await ReserveAsync(name, id, cancellationToken);
        if (taken is not null) return new Answer<Identified<T>>.Rejected(taken);

        var written = await writer.WriteAsync(
            new LedgerAddress(organization, id.Ledger),
            ListKeys(id),
            Decide,
            new CommitPreparation(started, _ => Task.CompletedTask),
            cancellationToken);
        if (written.Decision is Decision<IdentifierSet>.Rejected && own is not null)
            await ReleaseAsync(name, own, cancellationToken);
        return written.ToAnswer(
            set => new Identified<T>(resource, set.Identifiers),
            former is null ? Outcome.Created : Outcome.Updated,
            former is null ? Outcome.Created : Outcome.Unchanged);

        Decision<IdentifierSet> Decide(LoadedLedger loaded) => IdentifierDecisions.Attach(
            loaded.Balances, id.ToString(), FindSet(loaded, id), identifier, time.GetUtcNow());
    }

    /// <summary>Whether there was such an identifier to detach.</summary>
    public async Task<bool> DetachAsync<T>(
        OrganizationId organization, string keyOrId, string identifier, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (await names.ResolveAsync<T>(organization, keyOrId, cancellationToken) is not { } id) return false;
        // If an attempt finds nothing to detach because an earlier attempt of this request detached it and the commit's
        // response was lost, the detachment counts as this request's.
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
    /// No rejection once the identifier is reserved for the resource, from now on: a request that finds it reserved
    /// but not attached can tell how long the attachment may still be in progress. Each reservation has a fingerprint,
    /// by which its request recognizes it. It is the request's own, to be released, unless it took the place of another
    /// request's for the same resource, which may still commit.
    /// </summary>
    private async Task<(KeyReservation? Own, Rejection? Taken)> ReserveAsync<T>(
        KeyName name, Id<T> id, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var fingerprint = Fingerprint.Compute(id, name.Key, unique.NextId());
        var reservation = new KeyReservation(id.ToString(), fingerprint, time.GetUtcNow());
        for (var race = 0; race < MaxRaces; race++)
        {
            reservation = reservation with { At = time.GetUtcNow() };
            if (await keys.FindAsync(name, cancellationToken) is not { } found)
            {
                if (await keys.TryReserveAsync(name, reservation, cancellationToken)) return (reservation, null);
                continue;
            }

            var isRecent = time.GetUtcNow() - found.At < AcceptanceLimits.KeyHandover;
            if (found.Id != reservation.Id)
            {
                var other = Id<T>.Parse(found.Id);
                var loaded = await LoadAsync(name.Organization, other, cancellationToken);
                if (FindSet(loaded, other)?.Find(name.Key.Value) is not null)
                {
                    return (null, new Rejection(
                        RejectionReason.IdTaken, $"Identifier {name.Key} belongs to {other}."));
                }

                if (isRecent) return (null, InProgress(name));
            }

            var isShared = found.Id == reservation.Id && found.Fingerprint != fingerprint && isRecent;
            if (await keys.TryTakeOverAsync(name, found, reservation, cancellationToken))
                return (isShared ? null : reservation, null);
        }

        return (null, InProgress(name));
    }

    /// <summary>
    /// Releases an identifier whose request was rejected after all, so that another resource may have it at once. The
    /// rejection is final: it was decided on a later version of the ledger than any commit of the request's that is
    /// still on its way, which therefore fails. A reservation that another request has put in its place, even for the
    /// same resource, stays: that one may still commit.
    /// </summary>
    private async Task ReleaseAsync(KeyName name, KeyReservation reservation, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(name, cancellationToken) is { } found && found.Fingerprint == reservation.Fingerprint)
        {
            var released = reservation with { Fingerprint = "", At = DateTimeOffset.UnixEpoch };
            await keys.TryTakeOverAsync(name, found, released, cancellationToken);
        }
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
        RejectionReason.KeyInProgress, $"Another request is still attaching identifier {name.Key}.");
}
