using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Forms;

/// <summary>
/// Finds the currency of an amount sent without one: that of the ledger of the resource the form names. The request is
/// then decided on what was read here.
/// </summary>
public sealed class LedgerCurrencies(LedgerReader ledgers)
{
    /// <summary>Null for an unknown order.</summary>
    public async Task<LoadedLedger?> FindForOrderAsync(
        OrganizationId organization, OrderNumber order, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(LedgerAddress.ForOrder(organization, order), [], cancellationToken);
        return loaded.Head?.Order is null ? null : loaded;
    }

    /// <summary>Null for an unknown authorization.</summary>
    public Task<LoadedLedger?> FindForAuthorizationAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        ledgers.LoadOfAsync<Authorization>(organization, keyOrId, cancellationToken);

    /// <summary>Null for an unknown capture.</summary>
    public Task<LoadedLedger?> FindForCaptureAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        ledgers.LoadOfAsync<Capture>(organization, keyOrId, cancellationToken);
}
