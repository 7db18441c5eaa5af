using Payments.Ledger;

namespace Payments.Handlers;

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
public sealed class KeyRing(IKeyStore keys, KeyHolders holders, TimeProvider time)
{
    internal async Task<KeyHold<T>> LookUpAsync<T>(Acceptance<T> request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (request.Key is not { } key) return new KeyHold<T>.Held(request.NewId);
        var organization = request.Address.Organization;
        var name = KeyName.Of<T>(organization, key);
        if (await keys.FindAsync(name, cancellationToken) is not { } found)
            return new KeyHold<T>.Free(request.NewId, name, null);

        var (holder, made) = await holders.OfAsync<T>(organization, found, cancellationToken);
        var same = holder.Fingerprint == request.Fingerprint;
        var age = time.GetUtcNow() - holder.At;
        if (made is not null)
        {
            if (age >= (request.KeyLifetime ?? TimeSpan.MaxValue))
                return new KeyHold<T>.Free(request.NewId, name, found, Outlived: true);
            return new KeyHold<T>.Settled(same
                ? new Answer<T>.Accepted(made, Outcome.Replayed)
                : Answer<T>.No(RefusalReason.KeyUsedOtherwise, $"The key {key} was used for another request."));
        }

        if (same) return new KeyHold<T>.Free(Id<T>.Parse(found.Id), name, found);
        return age < AcceptanceLimits.KeyHandover
            ? new KeyHold<T>.Settled(Answer<T>.No(
                RefusalReason.KeyInProgress, $"Another request with the key {key} is under way."))
            : new KeyHold<T>.Free(request.NewId, name, found);
    }

    /// <summary>
    /// Has a resource removed, and its key set free: any request may have it at once, the same as before too, which
    /// makes another resource. A key that another request has reserved meanwhile is left to that one.
    /// </summary>
    internal async Task<TResult> FreeingAsync<TResult>(
        KeyName name, string id, Func<Task<TResult>> remove, CancellationToken cancellationToken)
    {
        var found = await keys.FindAsync(name, cancellationToken);
        var removed = await remove();
        if (found?.Id == id) await keys.TryTakeOverAsync(name, found, Freed(id), cancellationToken);
        return removed;
    }

    /// <summary>A reservation that matches no request, and is older than any.</summary>
    private static KeyReservation Freed(string id) => new(id, Fingerprint: "", DateTimeOffset.UnixEpoch);

    /// <summary>
    /// Reserves the key from now on, once the ledger is loaded; false where another request was quicker.
    /// </summary>
    internal async Task<bool> ReserveAsync<T>(KeyHold<T> hold, string fingerprint, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (hold is not KeyHold<T>.Free free) return true;
        var now = time.GetUtcNow();
        var reservation = new KeyReservation(
            free.Id.ToString(), fingerprint, now, Former: free.Before?.Since(now - AcceptanceLimits.KeyMemory));
        return free.Abandoned is null
            ? await keys.TryReserveAsync(free.Name, reservation, cancellationToken)
            : await keys.TryTakeOverAsync(free.Name, free.Abandoned, reservation, cancellationToken);
    }

    /// <summary>
    /// Whether the key is still this request's, asked once the ledger is loaded again: it was reserved for a try that
    /// lost to another change.
    /// </summary>
    internal async Task<bool> StillHasAsync<T>(KeyHold<T> hold, CancellationToken cancellationToken)
        where T : Record, IIdentified =>
        hold is not KeyHold<T>.Free free
        || (await keys.FindAsync(free.Name, cancellationToken))?.Id == free.Id.ToString();

    /// <summary>
    /// Whether one that had the key before came to its end after all: its commit may have taken effect between our look
    /// and now. Asked once the ledger is loaded, so that on the same ledger our own commit proves that the answer still
    /// stands.
    /// </summary>
    internal async Task<bool> WasKeptAsync<T>(
        KeyHold<T> hold, OrganizationId organization, CancellationToken cancellationToken)
        where T : Record, IIdentified =>
        hold is KeyHold<T>.Free { Before: { } before }
        && (await holders.OfAsync<T>(organization, before, cancellationToken)).Made is not null;
}
