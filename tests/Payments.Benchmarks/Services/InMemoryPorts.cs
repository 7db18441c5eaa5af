using Microsoft.Extensions.DependencyInjection;
using Payments.Handlers.Ports;
using Payments.Processors.Sandbox;
using Payments.Testing.InMemory;

namespace Payments.Benchmarks.Services;

/// <summary>The ports in memory: storage and queues that take no time.</summary>
internal static class InMemoryPorts
{
    /// <summary>They replace those that are registered already.</summary>
    public static IServiceCollection AddInMemoryPorts(this IServiceCollection services) => services
        .AddSingleton<InMemoryLedgerStore>()
        .AddSingleton<InMemoryTimeline>()
        .AddSingleton<InMemoryWorkQueue>()
        .AddSingleton<ILedgerStore>(provider => provider.GetRequiredService<InMemoryLedgerStore>())
        .AddSingleton<ITimeline>(provider => provider.GetRequiredService<InMemoryTimeline>())
        .AddSingleton<IWorkQueue>(provider => provider.GetRequiredService<InMemoryWorkQueue>())
        .AddSingleton<IKeyStore, InMemoryKeyStore>()
        .AddSingleton<IIdempotencyStore, InMemoryIdempotencyStore>()
        .AddSingleton<ICounterStore, InMemoryCounters>()
        .AddSingleton<IOutbox, InMemoryOutbox>()
        .AddSingleton<ISandboxBooks, InMemorySandboxBooks>()
        .AddSingleton<ICredentialStore, InMemoryCredentialStore>()
        .AddSingleton<IWebhookStore, InMemoryWebhookStore>()
        .AddSingleton<IWebhookSender, RecordingWebhookSender>();
}
