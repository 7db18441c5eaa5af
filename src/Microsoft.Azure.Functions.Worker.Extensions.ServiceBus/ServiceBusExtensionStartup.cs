using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.ServiceBusSettlement;
using Microsoft.Extensions.DependencyInjection;

[assembly: WorkerExtensionStartup(typeof(ServiceBusExtensionStartup))]

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the worker runs at its start; the code that the Functions SDK generates finds it here.</summary>
public sealed class ServiceBusExtensionStartup : WorkerExtensionStartup
{
    public override void Configure(IFunctionsWorkerApplicationBuilder applicationBuilder) =>
        applicationBuilder.Services
            .AddSingleton<HostChannel>()
            .AddSingleton(services =>
                new Settlement.SettlementClient(services.GetRequiredService<HostChannel>().CreateCallInvoker()));
}
