using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.Wire;
using Payments.Functions;
using Payments.Handlers.Dispatch;
using Payments.Handlers.Ports;
using Payments.Tables;
using Payments.Tables.Storage;
using Payments.Testing.InMemory;
using System.Collections.Immutable;
using System.Text;

namespace Payments.Benchmarks.Services;

/// <summary>
/// Dialects, use cases and table adapters in this process, on a table service; the queue is in memory. One more policy
/// of the table client sees each call.
/// </summary>
internal sealed class AzuriteBackedService : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly InMemoryWorkQueue _queue;
    private int _messages;

    private AzuriteBackedService(ServiceProvider services)
    {
        _services = services;
        _queue = services.GetRequiredService<InMemoryWorkQueue>();
    }

    public IServiceProvider Services => _services;

    /// <summary>The messages that were delivered so far.</summary>
    public int Messages => _messages;

    public static async Task<AzuriteBackedService> StartAsync(string connection, HttpPipelinePolicy policy)
    {
        var settings = InMemoryService.SampleSettings();
        settings["Tables"] = connection;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var options = TablesRegistration.CreateOptions(TimeProvider.System);
        options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IHostApplicationLifetime, NoLifetime>()
            .AddPayments(configuration)
            .AddSingleton(new StorageAccounts([new TableServiceClient(connection, options)]))
            .AddSingleton<InMemoryWorkQueue>()
            .AddSingleton<IWorkQueue>(provider => provider.GetRequiredService<InMemoryWorkQueue>())
            .BuildServiceProvider();
        foreach (var starting in services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await starting.StartingAsync(CancellationToken.None);
        return new AzuriteBackedService(services);
    }

    /// <summary>A refund of an order, accepted as a request of Flow, and whatever work is waiting.</summary>
    public async Task RefundAsync(string order)
    {
        var headers = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
            .Add("Authorization", "Bearer demo-flow-token");
        var request = new WireRequest(
            "POST",
            new Uri("https://payments.example/demo/refunds"),
            headers,
            Encoding.UTF8.GetBytes($$"""{"order_number":"{{order}}","amount":1.00}"""));
        var refunds = _services.GetRequiredService<FlowRefunds>();
        var answer = await _services.GetRequiredService<FlowDialect>()
            .At("demo", FlowErrorModel.Generic)
            .AnswerAsync(request, refunds.PostAsync, CancellationToken.None);
        if (answer.Status != 201) throw new InvalidOperationException($"A refund was answered {answer.Status}.");
        await WorkAsync();
    }

    /// <summary>Does the work that is waiting.</summary>
    public async Task WorkAsync()
    {
        var dispatch = _services.GetRequiredService<WorkDispatch>();
        foreach (var message in _queue.TakeAll())
        {
            Interlocked.Increment(ref _messages);
            await dispatch.HandleAsync(message.Work, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
