using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>The organizations' webhook endpoints.</summary>
public interface IWebhookStore
{
    /// <summary>An organization's endpoints: one point read.</summary>
    Task<WebhookList> FindAsync(OrganizationId organization, CancellationToken cancellationToken);

    /// <summary>
    /// Stores them, together with an entry in the audit trail if one is given, or nothing; false if they were changed
    /// since this version.
    /// </summary>
    Task<bool> TryWriteAsync(
        OrganizationId organization,
        WebhookList webhooks,
        AdministrativeChange? change,
        CancellationToken cancellationToken);
}

/// <summary>
/// The webhook endpoints as commits look them up: what was changed is seen within a minute, and an organization without
/// any costs a read a minute, however many changes it makes.
/// </summary>
public interface IWebhooks
{
    /// <summary>An organization's endpoints.</summary>
    ValueTask<WebhookList> FindAsync(OrganizationId organization, CancellationToken cancellationToken);

    /// <summary>Has this process read an organization's endpoints anew: it changed them itself.</summary>
    void Forget(OrganizationId organization);
}
