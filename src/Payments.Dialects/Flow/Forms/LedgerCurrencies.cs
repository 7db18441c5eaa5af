using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary>The currency of what a form names, for an amount that came without one.</summary>
public sealed class LedgerCurrencies(Orders orders, Authorizations authorizations, Captures captures)
{
    /// <summary>Null for an order that is not known.</summary>
    public async Task<Currency?> OfOrderAsync(
        OrganizationId organization, OrderNumber order, CancellationToken cancellationToken) =>
        (await orders.FindAsync(organization, order, cancellationToken))?.Head.Currency;

    /// <summary>Null for an authorization that is not known.</summary>
    public async Task<Currency?> OfAuthorizationAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        (await authorizations.FindAsync(organization, keyOrId, cancellationToken))?.Amount.Currency;

    /// <summary>Null for a capture that is not known.</summary>
    public async Task<Currency?> OfCaptureAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        (await captures.FindAsync(organization, keyOrId, cancellationToken))?.Amount.Currency;
}
