using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Processors.CommerceHub;
using Payments.ScriptedProcessors.CommerceHub;
using Payments.Testing;

namespace Payments.Processors.Tests.CommerceHub;

/// <summary>The gateway's client, as the service registers it, and a scripted gateway that it talks to.</summary>
internal sealed class HubBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private HubBench(ScriptedCommerceHub server, ServiceProvider services) => (Server, _services) = (server, services);

    public ScriptedCommerceHub Server { get; }

    public IPaymentProcessor Processor => _services.GetRequiredService<CommerceHubProcessor>();

    /// <summary>Everything that was logged, at whatever level.</summary>
    public string Log => string.Join('\n', _services.GetFakeLogCollector().ReadLines());

    /// <summary>The organizations share one merchant.</summary>
    public static async Task<HubBench> StartAsync(
        TimeProvider time, string secret, params OrganizationId[] organizations)
    {
        var server = new ScriptedCommerceHub(time);
        await server.StartAsync();
        var services = new ServiceCollection()
            .AddSingleton(time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging())
            .AddCommerceHubProcessor(new CommerceHubSettings(
            [
                .. organizations.Select(organization => new CommerceHubAccount(
                    organization, ScriptedCommerceHub.ApiKey, secret, "200000000001", "30000001")),
            ])
            {
                Address = new Uri(server.Address, "/ch"),
                AttemptTimeout = TimeSpan.FromSeconds(1),
            })
            .BuildServiceProvider(validateScopes: true);
        return new HubBench(server, services);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
