using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments.Handlers.Ports;

namespace Payments.Processors.Sandbox;

/// <summary>The sandbox as a service.</summary>
public static class SandboxRegistration
{
    /// <summary>
    /// Adds the sandbox to the processors. The books (<see cref="ISandboxBooks"/>) are registered by the host, which
    /// knows how many processes share them.
    /// </summary>
    public static IServiceCollection AddSandboxProcessor(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<SandboxNews>()
            .AddSingleton<SandboxProcessor>()
            .AddSingleton<IProcessorStatement, SandboxMovements>()
            .AddSingleton<IPaymentProcessor>(provider => provider.GetRequiredService<SandboxProcessor>());
    }
}
