using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>Resolves a caller's reference to a resource: its id, or the key that it was created with.</summary>
public sealed class ResourceKeys(IKeyStore keys, KeyOwners holders)
{
    /// <summary>
    /// The id; null if the text is neither an id of that kind nor a key that was ever reserved. Whether the resource
    /// exists is stored in the ledger.
    /// </summary>
    public async Task<Id<T>?> ResolveAsync<T>(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) where T : Record, IIdentified
    {
        if (Id<T>.TryParse(keyOrId, out var id)) return id;
        if (!Key.TryFrom(keyOrId, out var key)) return null;
        var found = await keys.FindAsync(KeyName.For<T>(organization, key), cancellationToken);
        if (found is null) return null;

        // After a takeover the key may still belong to the earlier reservation.
        var holder = found.Previous is null
            ? found
            : (await holders.FindAsync<T>(organization, found, cancellationToken)).Holder;
        return Id<T>.Parse(holder.Id);
    }
}
