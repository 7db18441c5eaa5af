using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Testing.InMemory;

namespace Payments.Simulation.Worlds;

/// <summary>The webhook endpoints: two of one organization; the others have none.</summary>
internal static class Listeners
{
    private static readonly OrganizationId Listener = OrganizationId.From("shop-b");

    /// <summary>The endpoints.</summary>
    public static ImmutableArray<WebhookEndpoint> Endpoints { get; } = [Endpoint(1), Endpoint(2)];

    /// <summary>Whether an organization has endpoints.</summary>
    public static bool Listens(OrganizationId organization) => organization == Listener;

    /// <summary>A store with the endpoints.</summary>
    public static InMemoryWebhookStore CreateStore()
    {
        var store = new InMemoryWebhookStore();
        store.TryWriteAsync(Listener, new WebhookList(Endpoints, null), change: null, CancellationToken.None);
        return store;
    }

    private static WebhookEndpoint Endpoint(int number) => new(
        WebhookId.New(new Guid(number, 0, 0, new byte[8])),
        new Uri($"https://shop.example/{number}"),
        "",
        [new CredentialSecret("1", new SecretValue.Readable("whsec_AAAA"), ProcessClock.Start)],
        ProcessClock.Start);
}
