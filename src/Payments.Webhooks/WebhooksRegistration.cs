using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Payments.Handlers.Ports;

namespace Payments.Webhooks;

/// <summary>Registers the sender of webhooks behind its port.</summary>
public static class WebhooksRegistration
{
    /// <summary>Registers the sender.</summary>
    /// <param name="isLocal">
    /// Whether the service can be reached from this machine only: then endpoints on this machine, and by http, are
    /// allowed.
    /// </param>
    public static IServiceCollection AddPaymentsWebhooks(this IServiceCollection services, bool isLocal) => services
        .AddSingleton(new AddressRules(isLocal))
        .AddSingleton(provider => new GuardedConnections(
            provider.GetRequiredService<AddressRules>(), Dns.GetHostAddressesAsync))
        .AddSingleton<IWebhookSender, WebhookSender>();
}
