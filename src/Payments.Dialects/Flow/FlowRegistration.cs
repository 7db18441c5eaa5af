using Microsoft.Extensions.DependencyInjection;
using Payments.Dialects.Flow.Lists;

namespace Payments.Dialects.Flow;

/// <summary>The dialect's services.</summary>
internal static class FlowRegistration
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddFlow(this IServiceCollection services) => services
        .AddSingleton<FlowCallers>()
        .AddSingleton<FlowDialect>()
        .AddSingleton<LedgerCurrencies>()
        .AddSingleton<FlowOrders>()
        .AddSingleton<FlowAuthorizations>()
        .AddSingleton<FlowCaptures>()
        .AddSingleton<FlowRefunds>()
        .AddSingleton<FlowIdentifiers>()
        .AddSingleton<FlowCreditPayments>()
        .AddSingleton<FlowCreditPaymentLists>()
        .AddSingleton<FlowRefundLists>()
        .AddSingleton<FlowCaptureLists>()
        .AddSingleton<FlowAuthorizationLists>();
}
