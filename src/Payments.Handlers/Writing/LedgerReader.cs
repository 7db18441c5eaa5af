using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Reads a ledger at a caller's request. Every read of a single resource goes through here, and so does what a change
/// is decided on: each has the processor asked again about the outcomes that are unknown on the ledger, for what the
/// caller sees, or is refused, may depend on them. The head is read anyway, so this costs nothing where there are none.
/// </summary>
public sealed class LedgerReader(ILedgerStore ledgers, ResourceKeys names, OutcomeInquiries reminders)
{
    /// <summary>A resource by its key or id; null for one that this organization does not have.</summary>
    public async Task<T?> FindAsync<T>(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken)
        where T : Record, IIdentified =>
        await names.ResolveAsync<T>(organization, keyOrId, cancellationToken) is { } id
            ? await FindAsync(organization, id, cancellationToken)
            : null;

    /// <summary>A resource by its id; null for one that this organization does not have.</summary>
    public async Task<T?> FindAsync<T>(OrganizationId organization, Id<T> id, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var address = new LedgerAddress(organization, id.Ledger);
        return (await LoadAsync(address, [RecordKey.For(id)], cancellationToken)).Find(id);
    }

    /// <summary>A ledger's head and some of its records.</summary>
    public async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, records, cancellationToken);
        await reminders.SendAsync(address, loaded.Head, cancellationToken);
        return loaded;
    }

    /// <summary>A whole ledger, but for its journal.</summary>
    public async Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadWholeAsync(address, cancellationToken);
        await reminders.SendAsync(address, loaded.Head, cancellationToken);
        return loaded;
    }
}
