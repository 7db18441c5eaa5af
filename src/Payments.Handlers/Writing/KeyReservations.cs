using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// The rule of callers' keys: the same request again gets what the first one got; another request under the same key is
/// refused; a key whose request came to nothing is used by its repetition at once, and by another request after a
/// while. Keys of a kind may have a lifetime: after that they are as if they had never been used.
/// </summary>
/// <remarks>
/// That the first request came to nothing is proved, not timed. Each request puts a reservation of its own in place of
/// the one it found, after it has loaded the ledger that it commits on, and whoever takes a key over looks on each try
/// whether any of those before it is stored by now. So of two that have the key one after the other, the earlier one's
/// commit shows in what the later one loads, or makes the later one's fail, or fails itself: then it looks again, and
/// finds that the key is another's.
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
    /// Has a resource removed, and its key set free: any request may have it at once, the same as before too, which
    /// makes another resource. A key that another request has reserved meanwhile is left to that one.
    /// </summary>
    internal async Task<TResult> RemoveAndReleaseAsync<TResult>(
        KeyName name, string id, Func<Task<TResult>> remove, CancellationToken cancellationToken)
    {
        var found = await keys.FindAsync(name, cancellationToken);
        var removed = await remove();
        if (found?.Id == id) await keys.TryTakeOverAsync(name, found, ReleasedReservation(id), cancellationToken);
        return removed;
    }

    /// <summary>A reservation that matches no request, and is older than any.</summary>
    private static KeyReservation ReleasedReservation(string id) => new(id, Fingerprint: "", DateTimeOffset.UnixEpoch);

    /// <summary>
    /// Reserves the key from now on, once the ledger is loaded; false where another request was quicker.
    /// </summary>
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
    /// Whether the key is still this request's, asked once the ledger is loaded again: it was reserved for a try that
    /// lost to another change.
    /// </summary>
    internal async Task<bool> StillHoldsAsync<T>(KeyClaim<T> hold, CancellationToken cancellationToken)
        where T : Record, IIdentified =>
        hold is not KeyClaim<T>.Available free
        || (await keys.FindAsync(free.Name, cancellationToken))?.Id == free.Id.ToString();

    /// <summary>
    /// Whether one that had the key before came to its end after all: its commit may have taken effect between our look
    /// and now. Asked once the ledger is loaded, so that on the same ledger our own commit proves that the answer still
    /// stands.
    /// </summary>
    internal async Task<bool> DidPreviousSucceedAsync<T>(
        KeyClaim<T> hold, OrganizationId organization, CancellationToken cancellationToken)
        where T : Record, IIdentified =>
        hold is KeyClaim<T>.Available { Before: { } before }
        && (await holders.FindAsync<T>(organization, before, cancellationToken)).Made is not null;
}
