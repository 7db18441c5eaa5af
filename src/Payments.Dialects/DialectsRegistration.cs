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
}
