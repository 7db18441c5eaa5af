using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Payments.Benchmarks.Services;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.Wire;
using Payments.Functions;
using Payments.Functions.Settings;
using Payments.Handlers.Dispatch;
using Payments.Handlers.Ports;
using Payments.Processors.Sandbox;
using Payments.Testing.InMemory;

namespace Payments.Benchmarks.Flat;

/// <summary>What an operation cost.</summary>
/// <param name="Entities">Read, by the last of several times.</param>
/// <param name="Median">The median of the times.</param>
internal sealed record OperationCost(long Entities, TimeSpan Median);

/// <summary>
/// Dialects and use cases on a store in memory that gets more and more refunds, ten of each order; it counts the
/// entities that are read.
/// </summary>
internal sealed class GrowingService : IAsyncDisposable
{
    private const int RefundsOfOrder = 10;
    private const int Repetitions = 51;

    private readonly EntityCount _count = new();
    private readonly ForgettingBooks _books = new();
    private readonly ServiceProvider _services;
    private readonly Shop _shop;
    private Queue<EnqueuedWork> _waiting = [];
    private int _orders;

    private GrowingService()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(InMemoryService.SampleSettings()).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IHostApplicationLifetime, NoLifetime>()
            .AddPayments(configuration)
            .AddInMemoryPorts()
            .AddSingleton<ISandboxBooks>(_books)
            .AddSingleton<ILedgerStore>(provider => new CountedLedgers(
                provider.GetRequiredService<InMemoryLedgerStore>(), _count))
            .AddSingleton<ITimeline>(provider => new CountedTimeline(
                provider.GetRequiredService<InMemoryTimeline>(), _count))
            .BuildServiceProvider();
        _shop = new Shop(_services);
    }

    public IServiceProvider Services => _services;

    /// <summary>The refunds that are stored.</summary>
    public int Refunds { get; private set; }

    public static async Task<GrowingService> StartAsync()
    {
        var service = new GrowingService();
        await service._services.GetRequiredService<CredentialStartup>().StartingAsync(CancellationToken.None);
        return service;
    }

    /// <summary>Accepts refunds until there are so many.</summary>
    public async Task GrowAsync(int refunds)
    {
        for (; Refunds < refunds; Refunds++)
        {
            if (Refunds % RefundsOfOrder == 0) await OpenAsync();
            await PostAsync(Order(_orders - 1));
            Queue.TakeAll();
        }
    }

    /// <summary>What operations cost now, by name.</summary>
    public async Task<IReadOnlyDictionary<string, OperationCost>> MeasureAsync()
    {
        var order = await OpenAsync();
        var id = ReadId(await PostAsync(order));
        var refunds = _services.GetRequiredService<FlowRefunds>();
        Queue.TakeAll();
        return new Dictionary<string, OperationCost>
        {
            ["accepting a refund"] = await MeasureAsync(() => PostAsync(order)),
            ["allocating and executing a refund"] = await MeasureAsync(WorkAsync),
            ["reading a refund"] = await MeasureAsync(() => GetAsync($"refunds/{id}", call =>
                refunds.GetAsync(call, id, CancellationToken.None))),
            ["a page of refunds, the newest first"] = await ListAsync(refunds, "limit=25&sort=-created_at"),
            ["a page of refunds, the oldest first"] = await ListAsync(refunds, "limit=25&sort=created_at"),
            ["the refunds of an order"] = await ListAsync(refunds, $"limit=25&order_number={Order(0)}"),
            ["a page of versions"] = await MeasureAsync(() => GetAsync("refunds/versions?limit=25", call =>
                refunds.ListVersionsAsync(call, CancellationToken.None))),
        };
    }

    /// <summary>The heap's size once the stores have forgotten everything: what the service itself holds.</summary>
    public long MeasureOwnHeap()
    {
        _services.GetRequiredService<InMemoryLedgerStore>().Clear();
        _services.GetRequiredService<InMemoryTimeline>().Clear();
        _books.Clear();
        Queue.TakeAll();
        return Heap.Measure();
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private InMemoryWorkQueue Queue => _services.GetRequiredService<InMemoryWorkQueue>();

    private async Task<string> OpenAsync()
    {
        var order = Order(_orders++);
        await _shop.PayAsync(order, 1_000);
        Queue.TakeAll();
        return order;
    }

    private async Task<OperationCost> MeasureAsync(Func<Task> operation)
    {
        var times = new List<TimeSpan>();
        var entities = 0L;
        for (var time = 0; time < Repetitions; time++)
        {
            var (before, watch) = (_count.Read, Stopwatch.StartNew());
            await operation();
            times.Add(watch.Elapsed);
            entities = _count.Read - before;
        }

        return new OperationCost(entities, times.Order().ElementAt(Repetitions / 2));
    }

    private Task<OperationCost> ListAsync(FlowRefunds refunds, string query) => MeasureAsync(() =>
        GetAsync($"refunds?{query}", call => refunds.ListAsync(call, CancellationToken.None)));

    /// <summary>The work of one message: those that were enqueued by the refunds measured before.</summary>
    private Task WorkAsync()
    {
        if (_waiting.Count == 0) _waiting = new Queue<EnqueuedWork>(Queue.TakeAll());
        return _services.GetRequiredService<WorkDispatch>()
            .HandleAsync(_waiting.Dequeue().Work, CancellationToken.None);
    }

    private Task<string> PostAsync(string order) => SendAsync(
        201, "POST", "refunds", $$"""{"order_number":"{{order}}","amount":1.00,"currency":"USD"}""", call =>
            _services.GetRequiredService<FlowRefunds>().PostAsync(call, CancellationToken.None));

    private Task<string> GetAsync(string path, Func<FlowCall, Task<WireResponse>> operation) =>
        SendAsync(200, "GET", path, "", operation);

    private async Task<string> SendAsync(
        int status, string method, string path, string body, Func<FlowCall, Task<WireResponse>> operation)
    {
        var request = new WireRequest(
            method,
            new Uri($"https://payments.example/demo/{path}"),
            ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
                .Add("Authorization", "Bearer demo-flow-token"),
            Encoding.UTF8.GetBytes(body));
        var answer = await _services.GetRequiredService<FlowDialect>()
            .At("demo", FlowErrorModel.Generic)
            .AnswerAsync(request, (call, _) => operation(call), CancellationToken.None);
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return answer.Status == status
            ? text
            : throw new InvalidOperationException($"{method} {path} was answered {answer.Status}: {text}");
    }

    private static string Order(int index) => string.Create(CultureInfo.InvariantCulture, $"order-{index:d7}");

    private static string ReadId(string body)
    {
        const string Name = "\"id\":\"";
        var start = body.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return body[start..body.IndexOf('"', start)];
    }
}
