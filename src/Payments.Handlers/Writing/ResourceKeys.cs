using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>Finds what a caller's text names: a resource by its id, or by the key that it was made with.</summary>
public sealed class ResourceKeys(IKeyStore keys, KeyOwners holders)
{
    /// <summary>
    /// The id; null where the text is neither an id of that kind nor a key that was ever reserved. Whether the resource
    /// is there is for the ledger to say.
    /// </summary>
    public async Task<Id<T>?> ResolveAsync<T>(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) where T : Record, IIdentified
    {
        if (Id<T>.TryParse(keyOrId, out var id)) return id;
        if (!Key.TryFrom(keyOrId, out var key)) return null;
        var found = await keys.FindAsync(KeyName.For<T>(organization, key), cancellationToken);
        if (found is null) return null;

        // Where the key was taken over it may be an earlier one's all the same.
        var holder = found.Previous is null
            ? found
            : (await holders.FindAsync<T>(organization, found, cancellationToken)).Holder;
        return Id<T>.Parse(holder.Id);
    }
}
