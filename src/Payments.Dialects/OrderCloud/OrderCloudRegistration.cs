using Microsoft.Extensions.DependencyInjection;

namespace Payments.Dialects.OrderCloud;

/// <summary>The dialect's services.</summary>
internal static class OrderCloudRegistration
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddOrderCloud(this IServiceCollection services) => services
        .AddSingleton<OrderCloudDialect>()
        .AddSingleton<OrderCloudTokens>()
        .AddSingleton<OrderCloudOrders>()
        .AddSingleton<OrderCloudPayments>()
        .AddSingleton<OrderCloudTransactions>();
}
