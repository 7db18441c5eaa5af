using Microsoft.Extensions.DependencyInjection;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.Flow;
using Payments.Dialects.OrderCloud;

namespace Payments.Dialects;

/// <summary>The three dialects as services; their credentials are registered by whoever reads the settings.</summary>
public static class DialectsRegistration
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddPaymentsDialects(this IServiceCollection services) => services
        .AddSingleton<RepeatedRequests>()
        .AddOrderCloud()
        .AddFlow()
        .AddCommerceHub();

    private static IServiceCollection AddOrderCloud(this IServiceCollection services) => services
        .AddSingleton<AccessTokens>()
        .AddSingleton<OrderCloudDialect>()
        .AddSingleton<OrderCloudTokens>()
        .AddSingleton<OrderCloudOrders>()
        .AddSingleton<OrderCloudPayments>()
        .AddSingleton<OrderCloudTransactions>();

    private static IServiceCollection AddFlow(this IServiceCollection services) => services
        .AddSingleton<FlowCallers>()
        .AddSingleton<FlowDialect>()
        .AddSingleton<LedgerCurrencies>()
        .AddSingleton<FlowOrders>()
        .AddSingleton<FlowAuthorizations>()
        .AddSingleton<FlowCaptures>()
        .AddSingleton<FlowRefunds>()
        .AddSingleton<FlowIdentifiers>()
        .AddSingleton<FlowCreditPayments>();

    private static IServiceCollection AddCommerceHub(this IServiceCollection services) => services
        .AddSingleton<CallerAuthentication>()
        .AddSingleton<CommerceHubDialect>()
        .AddSingleton<CommerceHubCredits>();
}
