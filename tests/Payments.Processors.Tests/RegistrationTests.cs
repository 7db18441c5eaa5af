using Microsoft.Extensions.DependencyInjection;
using Payments.Handlers.Ports;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void The_sandbox_is_the_registered_processor_and_a_singleton()
    {
        using var services = new ServiceCollection()
            .AddSingleton<ISandboxBooks, InMemorySandboxBooks>()
            .AddSandboxProcessor()
            .BuildServiceProvider(validateScopes: true);
        Assert.Same(services.GetRequiredService<SandboxProcessor>(), services.GetRequiredService<IPaymentProcessor>());
    }
}
