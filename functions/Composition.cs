using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Payments.Dialects;
using Payments.Functions.Http;
using Payments.Functions.Ops;
using Payments.Functions.Queues;
using Payments.Functions.Settings;
using Payments.Handlers;
using Payments.Processors.Sandbox;
using Payments.ServiceBus;
using Payments.Tables;

namespace Payments.Functions;

/// <summary>What the functions are made of, whichever host runs them.</summary>
public static class Composition
{
    /// <summary>Registers everything. The settings are those of local.settings.sample.json.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddOrganizations(configuration)
            .AddPaymentsHandlers()
            .AddPaymentsDialects()
            .AddPaymentsTables(configuration)
            .AddPaymentsServiceBus(configuration)
            .AddSandboxProcessor()
            .AddSingleton<OpsAccess>()
            .AddSingleton<CrossOrigin>()
            .AddSingleton<HttpExchange>()
            .AddSingleton<WorkDelivery>();
}
