using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Payments.Dialects;
using Payments.Dialects.Ops;
using Payments.Functions.Availability;
using Payments.Functions.Http;
using Payments.Functions.Limits;
using Payments.Functions.Queues;
using Payments.Functions.Settings;
using Payments.Functions.Telemetry;
using Payments.Handlers;
using Payments.Processors.CommerceHub;
using Payments.Processors.Sandbox;
using Payments.Processors.Stripe;
using Payments.ServiceBus;
using Payments.Tables;
using Payments.Webhooks;

namespace Payments.Functions;

/// <summary>The services of the functions, whichever host runs them.</summary>
public static class Composition
{
    /// <summary>Registers everything. local.settings.sample.json lists the settings.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddOrganizations(configuration)
            .AddLimits(configuration)
            .AddSingleton(new OpsToken(configuration[SettingsCheck.OpsToken] ?? ""))
            .AddPaymentsHandlers()
            .AddPaymentsDialects()
            .AddPaymentsTables(configuration)
            .AddHostedService(provider => provider.GetRequiredService<CredentialStartup>())
            .AddPaymentsServiceBus(configuration)
            .AddStripeProcessor(ProcessorSettings.ReadStripe(configuration))
            .AddCommerceHubProcessor(ProcessorSettings.ReadCommerceHub(configuration))
            .AddSandboxProcessor()
            .AddPaymentsWebhooks(AccountSettings.Read(configuration).AreLocal)
            .AddSingleton<CrossOrigin>()
            .AddSingleton<RequestGate>()
            .AddSingleton<Readiness>()
            .AddSingleton<HttpExchange>()
            .AddSingleton<IStartupFilter, SecurityHeaders>()
            .AddSingleton<IStartupFilter, HostHeader>()
            .Configure<KestrelServerOptions>(ServerLimits.Apply)
            .AddSingleton<WorkDelivery>()
            .AddTelemetry(configuration);
}
