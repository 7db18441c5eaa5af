using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Reads a ledger at a caller's request. Every read of a single resource, and every read that a requested change is
/// decided on, goes through here, and triggers an inquiry about the ledger's unknown outcomes: what the caller sees, or
/// the rejection of the change, may depend on them. The head is read anyway, so this costs nothing if there are none.
/// </summary>
public sealed class LedgerReader(ILedgerStore ledgers, ResourceKeys names, OutcomeInquiries inquiries)
{
    /// <summary>A resource by its key or id; null if this organization has none with it.</summary>
    public async Task<T?> FindAsync<T>(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken)
        where T : Record, IIdentified =>
        await names.ResolveAsync<T>(organization, keyOrId, cancellationToken) is { } id
            ? await FindAsync(organization, id, cancellationToken)
            : null;

    /// <summary>A resource by its id; null if this organization does not have it.</summary>
    public async Task<T?> FindAsync<T>(OrganizationId organization, Id<T> id, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var address = new LedgerAddress(organization, id.Ledger);
        return (await LoadAsync(address, [RecordKey.For(id)], cancellationToken)).Find(id);
    }

    /// <summary>The ledger of a resource, with the resource; null if this organization has none with it.</summary>
    public async Task<LoadedLedger?> LoadOfAsync<T>(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (await names.ResolveAsync<T>(organization, keyOrId, cancellationToken) is not { } id) return null;
        var loaded = await LoadAsync(
            new LedgerAddress(organization, id.Ledger), [RecordKey.For(id)], cancellationToken);
        return loaded.Find(id) is null ? null : loaded;
    }

    /// <summary>A ledger's head and some of its records.</summary>
    public async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, records, cancellationToken);
        await inquiries.SendAsync(address, loaded.Head, cancellationToken);
        return loaded;
    }

    /// <summary>A whole ledger, without its journal.</summary>
    public async Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadWholeAsync(address, cancellationToken);
        await inquiries.SendAsync(address, loaded.Head, cancellationToken);
        return loaded;
    }
}
