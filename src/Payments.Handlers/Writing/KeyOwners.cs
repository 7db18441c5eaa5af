using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Finds the owner of a key: the last reservation, unless its resource does not exist and that of an earlier
/// reservation does: the commit of the earlier request then took effect late.
/// </summary>
public sealed class KeyOwners(ILedgerStore ledgers)
{
    /// <summary>The reservation that counts, and its resource if that exists.</summary>
    internal async Task<(KeyReservation Holder, T? Made)> FindAsync<T>(
        OrganizationId organization, KeyReservation found, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        for (var holder = found; holder is not null; holder = holder.Previous)
        {
            var id = Id<T>.Parse(holder.Id);
            var loaded = await ledgers.LoadAsync(
                new LedgerAddress(organization, id.Ledger), [RecordKey.For(id)], cancellationToken);
            if (loaded.Find(id) is { } made) return (holder, made);
        }

        return (found, null);
    }
}
