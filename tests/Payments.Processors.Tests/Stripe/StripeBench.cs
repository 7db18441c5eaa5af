using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Processors.Stripe;
using Payments.ScriptedProcessors.Stripe;
using Payments.Testing;

namespace Payments.Processors.Tests.Stripe;

/// <summary>Stripe's client, as the service registers it, and a scripted Stripe that it talks to.</summary>
internal sealed class StripeBench : IAsyncDisposable
{
    public const string NewWebhookSecret = "whsec_its_successor";

    private readonly ServiceProvider _services;

    private StripeBench(ScriptedStripe server, ServiceProvider services) => (Server, _services) = (server, services);

    public ScriptedStripe Server { get; }

    public IPaymentProcessor Processor => _services.GetRequiredService<StripeProcessor>();

    public IProcessorNotifications Notifications => _services.GetRequiredService<IProcessorNotifications>();

    public IProcessorStatement Statement => _services.GetRequiredService<IProcessorStatement>();

    /// <summary>Everything that was logged, at whatever level.</summary>
    public string Log => string.Join('\n', _services.GetFakeLogCollector().ReadLines());

    /// <summary>The organizations share one account, as two shops of one merchant may.</summary>
    public static async Task<StripeBench> StartAsync(
        TimeProvider time, string secretKey, params OrganizationId[] organizations)
    {
        var server = new ScriptedStripe(time);
        await server.StartAsync();
        ImmutableArray<StripeAccount> accounts =
        [
            .. organizations.Select(organization => new StripeAccount(
                organization, secretKey, [ScriptedStripe.WebhookSecret, NewWebhookSecret])),
        ];
        var services = new ServiceCollection()
            .AddSingleton(time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging())
            .AddStripeProcessor(new StripeSettings(accounts)
            {
                Address = server.Address,
                AttemptTimeout = TimeSpan.FromSeconds(1),
            })
            .BuildServiceProvider(validateScopes: true);
        return new StripeBench(server, services);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
