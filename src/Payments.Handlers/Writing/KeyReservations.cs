using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// The rules for callers' keys: the same request with the same key gets the first one's resource; another request with
/// that key is rejected; a key whose request failed can be used by the same request at once, and by another one after a
/// while. Keys of a kind may have a lifetime, after which they count as never used.
/// </summary>
/// <remarks>
/// That the first request failed is proved, not timed. Each request replaces the reservation that it found by its own
/// after it has loaded the ledger that it commits to, and a request that takes a key over checks on each attempt
/// whether the resource of a previous reservation exists by now. So of two consecutive owners of a key, the earlier
/// one's commit is visible in what the later one loads, or makes the later one's commit fail, or fails itself: that
/// request then looks again, and finds that it no longer owns the key.
/// </remarks>
public sealed class KeyReservations(IKeyStore keys, KeyOwners holders, TimeProvider time)
{
    internal async Task<KeyClaim<T>> LookUpAsync<T>(AcceptRequest<T> request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (request.Key is not { } key) return new KeyClaim<T>.Keyless(request.NewId);
        var organization = request.Address.Organization;
        var name = KeyName.For<T>(organization, key);
        if (await keys.FindAsync(name, cancellationToken) is not { } found)
            return new KeyClaim<T>.Available(request.NewId, name, null);

        var (holder, made) = await holders.FindAsync<T>(organization, found, cancellationToken);
        var same = holder.Fingerprint == request.Fingerprint;
        var age = time.GetUtcNow() - holder.At;
        if (made is not null)
        {
            if (age >= (request.KeyLifetime ?? TimeSpan.MaxValue))
                return new KeyClaim<T>.Available(request.NewId, name, found, Outlived: true);
            return new KeyClaim<T>.Concluded(same
                ? new Answer<T>.Accepted(made, Outcome.Replayed)
                : Answer<T>.Reject(RejectionReason.KeyUsedOtherwise, $"The key {key} was used for another request."));
        }

        if (same) return new KeyClaim<T>.Available(Id<T>.Parse(found.Id), name, found);
        return age < AcceptanceLimits.KeyHandover
            ? new KeyClaim<T>.Concluded(Answer<T>.Reject(
                RejectionReason.KeyInProgress, $"A request with key {key} is still in progress."))
            : new KeyClaim<T>.Available(request.NewId, name, found);
    }

    /// <summary>
    /// Deletes a resource and, unless that is rejected, frees its key: any request may use the key at once; even the
    /// same request then creates another resource. A key that another request has reserved in the meantime stays
    /// reserved.
    /// </summary>
    internal async Task<Answer<T>?> RemoveAndReleaseAsync<T>(
        KeyName name, string id, Func<Task<Answer<T>?>> remove, CancellationToken cancellationToken)
    {
        var found = await keys.FindAsync(name, cancellationToken);
        var removed = await remove();
        if (removed is not Answer<T>.Rejected && found?.Id == id)
            await keys.TryTakeOverAsync(name, found, ReleasedReservation(id), cancellationToken);
        return removed;
    }

    /// <summary>A reservation that matches no request, and is older than any.</summary>
    private static KeyReservation ReleasedReservation(string id) => new(id, Fingerprint: "", DateTimeOffset.UnixEpoch);

    /// <summary>Reserves the key once the ledger is loaded; false if another request was faster.</summary>
    internal async Task<bool> ReserveAsync<T>(KeyClaim<T> hold, string fingerprint, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (hold is not KeyClaim<T>.Available free) return true;
        var now = time.GetUtcNow();
        var reservation = new KeyReservation(
            free.Id.ToString(), fingerprint, now, Previous: free.Before?.PruneBefore(now - AcceptanceLimits.KeyMemory));
        return free.Abandoned is null
            ? await keys.TryReserveAsync(free.Name, reservation, cancellationToken)
            : await keys.TryTakeOverAsync(free.Name, free.Abandoned, reservation, cancellationToken);
    }

    /// <summary>
    /// Whether this request still owns the key, checked once the ledger is loaded again: it reserved the key for an
    /// attempt that lost to another change.
    /// </summary>
    internal async Task<bool> StillHoldsAsync<T>(KeyClaim<T> hold, CancellationToken cancellationToken)
        where T : Record, IIdentified =>
        hold is not KeyClaim<T>.Available free
        || (await keys.FindAsync(free.Name, cancellationToken))?.Id == free.Id.ToString();

    /// <summary>
    /// Whether a previous owner succeeded after all: its commit may have taken effect since the key was read. So may
    /// that of the same request, sent before, whose id this one shares: then this one must claim nothing. Checked once
    /// the ledger is loaded, so that on the same ledger this request's own commit proves that the result still holds.
    /// </summary>
    internal async Task<bool> DidPreviousSucceedAsync<T>(
        KeyClaim<T> hold, OrganizationId organization, CancellationToken cancellationToken)
        where T : Record, IIdentified =>
        hold is KeyClaim<T>.Available { Outlived: false, Abandoned: { } before }
        && (await holders.FindAsync<T>(organization, before, cancellationToken)).Made is not null;
}
