using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Events;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Dialects.Flow.Events;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Identifiers;
using Payments.Dialects.Flow.Orders;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.Flow.Webhooks;
using Payments.Dialects.Ops;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Orders;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;

namespace Payments.Dialects;

/// <summary>
/// Registers the three dialects; the host that reads the settings registers their organizations and credentials.
/// </summary>
public static class DialectsRegistration
{
    public static IServiceCollection AddPaymentsDialects(this IServiceCollection services)
    {
        services.TryAddSingleton(new CallerAddresses(CallerAddresses.DefaultTrustedProxies));
        services.TryAddSingleton(new OpsToken(""));
        return services
            .AddSingleton<IdempotencyMiddleware>()
            .AddSingleton<IEventWriter, CloudEventWriter>()
            .AddOrderCloud()
            .AddFlow()
            .AddCommerceHub()
            .AddOps();
    }

    private static IServiceCollection AddOrderCloud(this IServiceCollection services) => services
        .AddSingleton<TokenKeys>()
        .AddSingleton<AccessTokens>()
        .AddSingleton<OrderCloudAuthentication>()
        .AddSingleton<OrderCloudDialect>()
        .AddSingleton<OrderCloudTokens>()
        .AddSingleton<OrderCloudOrders>()
        .AddSingleton<OrderCloudPayments>()
        .AddSingleton<OrderCloudTransactions>();

    private static IServiceCollection AddFlow(this IServiceCollection services) => services
        .AddSingleton<FlowAuthentication>()
        .AddSingleton<FlowDialect>()
        .AddSingleton<LedgerCurrencies>()
        .AddSingleton<FlowOrders>()
        .AddSingleton<FlowAuthorizations>()
        .AddSingleton<FlowCaptures>()
        .AddSingleton<FlowRefunds>()
        .AddSingleton<FlowIdentifiers>()
        .AddSingleton<FlowCreditPayments>()
        .AddSingleton<FlowWebhooks>()
        .AddSingleton<FlowEvents>();

    private static IServiceCollection AddCommerceHub(this IServiceCollection services) => services
        .AddSingleton<HubAuthentication>()
        .AddSingleton<CommerceHubDialect>()
        .AddSingleton<CommerceHubCredits>();

    private static IServiceCollection AddOps(this IServiceCollection services) => services
        .AddSingleton<OpsAccess>()
        .AddSingleton<AuditEndpoint>()
        .AddSingleton<OpsAudit>()
        .AddSingleton<OpsReconciliation>();
}
