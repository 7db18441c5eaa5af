using Microsoft.Extensions.Hosting;

namespace Payments.Benchmarks.Services;

/// <summary>The lifetime of services that no host runs.</summary>
internal sealed class NoLifetime : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => throw new InvalidOperationException("The service can't start.");
}
