using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Orders;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Flow.Forms;

/// <summary>Finds the currency of an amount sent without one: that of the resource the form names.</summary>
public sealed class LedgerCurrencies(OrderHandler orders, AuthorizationHandler authorizations, CaptureHandler captures)
{
    /// <summary>Null for an unknown order.</summary>
    public async Task<Currency?> FindForOrderAsync(
        OrganizationId organization, OrderNumber order, CancellationToken cancellationToken) =>
        (await orders.FindAsync(organization, order, cancellationToken))?.Head.Currency;

    /// <summary>Null for an unknown authorization.</summary>
    public async Task<Currency?> FindForAuthorizationAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        (await authorizations.FindAsync(organization, keyOrId, cancellationToken))?.Amount.Currency;

    /// <summary>Null for an unknown capture.</summary>
    public async Task<Currency?> FindForCaptureAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        (await captures.FindAsync(organization, keyOrId, cancellationToken))?.Amount.Currency;
}
