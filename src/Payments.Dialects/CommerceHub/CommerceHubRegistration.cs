using Microsoft.Extensions.DependencyInjection;

namespace Payments.Dialects.CommerceHub;

/// <summary>The dialect's services.</summary>
internal static class CommerceHubRegistration
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddCommerceHub(this IServiceCollection services) => services
        .AddSingleton<CommerceHubDialect>()
        .AddSingleton<CommerceHubCredits>();
}
