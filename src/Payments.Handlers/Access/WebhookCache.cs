using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Access;

/// <summary>The webhook endpoints as commits look them up, kept for less than a minute.</summary>
public sealed class WebhookCache(IWebhookStore store, TimeProvider time) : IWebhooks
{
    private readonly LookupCache<OrganizationId, WebhookList> _webhooks = new(
        async (organization, cancellation) => await store.FindAsync(organization, cancellation),
        CredentialCache.Capacity,
        time);

    /// <inheritdoc/>
    public async ValueTask<WebhookList> FindAsync(OrganizationId organization, CancellationToken cancellationToken) =>
        (await _webhooks.FindAsync(organization, cancellationToken))!;

    /// <inheritdoc/>
    public void Forget(OrganizationId organization) => _webhooks.Remove(organization);
}
