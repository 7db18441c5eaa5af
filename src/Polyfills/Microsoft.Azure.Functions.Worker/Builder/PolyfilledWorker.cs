using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Stands where the gRPC worker would, and says so instead of waiting for a host that never answers.</summary>
internal sealed class PolyfilledWorker : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException(
        "This build has the polyfilled Functions worker, which the Azure Functions host cannot run. "
        + "Use ./run, which hosts the functions itself (src/Payments.LocalHost), "
        + "or build with -p:AzurePackages=nuget to get the real worker.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
