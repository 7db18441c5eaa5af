using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>
/// The rule of callers' keys: the same request again gets what the first one got; another request under the same key is
/// refused; a key whose request came to nothing is used by its repetition at once, and by another request once the
/// first can't be under way any more. Keys of a kind may have a lifetime: after that another request may have them.
/// </summary>
public sealed class KeyRing(IKeyStore keys, ILedgerStore store, TimeProvider time)
{
    internal async Task<KeyHold<T>> LookUpAsync<T>(Acceptance<T> request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (request.Key is not { } key) return new KeyHold<T>.Held(request.NewId);
        var name = KeyName.Of<T>(request.Address.Organization, key);
        if (await keys.FindAsync(name, cancellationToken) is not { } found)
            return new KeyHold<T>.Free(request.NewId, name, null);

        var id = Id<T>.Parse(found.Id);
        var loaded = await store.LoadAsync(
            request.Address with { Ledger = id.Ledger }, [RecordKey.Of(id)], cancellationToken);
        var same = found.Fingerprint == request.Fingerprint;
        var age = time.GetUtcNow() - found.At;
        if (loaded.Find(id) is { } existing)
        {
            if (same) return new KeyHold<T>.Settled(new Answer<T>.Accepted(existing, Replayed: true));
            return age < (request.KeyLifetime ?? TimeSpan.MaxValue)
                ? new KeyHold<T>.Settled(Answer<T>.No(
                    RefusalReason.KeyUsedOtherwise, $"The key {key} was used for another request."))
                : new KeyHold<T>.Free(request.NewId, name, found, Outlived: true);
        }

        if (same)
        {
            return age < AcceptanceLimits.KeyRenewal
                ? new KeyHold<T>.Held(id)
                : new KeyHold<T>.Free(id, name, found);
        }

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

    /// <summary>Reserves the key if it is still to be reserved; false where another request was quicker.</summary>
    internal async Task<bool> ReserveAsync<T>(KeyHold<T> hold, string fingerprint, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (hold is not KeyHold<T>.Free free) return true;
        var reservation = new KeyReservation(free.Id.ToString(), fingerprint, time.GetUtcNow());
        return free.Abandoned is null
            ? await keys.TryReserveAsync(free.Name, reservation, cancellationToken)
            : await keys.TryTakeOverAsync(free.Name, free.Abandoned, reservation, cancellationToken);
    }

    /// <summary>
    /// Whether the request that a key was taken over from came to its end after all: its commit may have taken effect
    /// between our look and now. Asked once the ledger is loaded, so that on the same ledger our own commit proves that
    /// the answer still stands. The key is given back then.
    /// </summary>
    internal async Task<bool> WasKeptAsync<T>(
        KeyHold<T> hold, LedgerAddress address, CancellationToken cancellationToken) where T : Record, IIdentified
    {
        if (hold is not KeyHold<T>.Free { Abandoned: { } abandoned, Outlived: false } free) return false;
        var id = Id<T>.Parse(abandoned.Id);
        if (id == free.Id) return false;

        var loaded = await store.LoadAsync(address with { Ledger = id.Ledger }, [RecordKey.Of(id)], cancellationToken);
        if (loaded.Find(id) is null) return false;
        if (await keys.FindAsync(free.Name, cancellationToken) is { } ours && ours.Id == free.Id.ToString())
            await keys.TryTakeOverAsync(free.Name, ours, abandoned, cancellationToken);
        return true;
    }
}
