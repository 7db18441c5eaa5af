using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Simulation.FaultInjection;
using Payments.Testing.InMemory;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>Webhook endpoints over an unreliable connection.</summary>
internal sealed class UnreliableWebhookStore(InMemoryWebhookStore inner, Wire wire) : IWebhookStore
{
    public async Task<WebhookList> FindAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("find webhooks");
        return await inner.FindAsync(organization, cancellationToken);
    }

    public async Task<bool> TryWriteAsync(
        OrganizationId organization,
        WebhookList webhooks,
        AdministrativeChange? change,
        CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("write webhooks");
        var isWritten = await inner.TryWriteAsync(organization, webhooks, change, cancellationToken);
        if (wire.Strikes(FaultKind.WriteTimeOutAfter)) throw new PortFaultException("Writing webhooks timed out.");
        await wire.TripAsync("wrote webhooks");
        return isWritten;
    }
}
