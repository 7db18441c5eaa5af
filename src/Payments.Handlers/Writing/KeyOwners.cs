using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Tells who has a key. It is whoever reserved it last; but where that one's resource is not there, and that of one
/// from whom it was taken over is, then the key is the earlier one's: its commit took effect late.
/// </summary>
public sealed class KeyOwners(ILedgerStore ledgers)
{
    /// <summary>The reservation that counts, and its resource where that is there.</summary>
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
