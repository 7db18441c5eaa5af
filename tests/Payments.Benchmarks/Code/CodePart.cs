using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Payments.Benchmarks.Figures;
using Payments.Benchmarks.Load;
using Payments.Benchmarks.Services;
using Payments.Testing.InMemory;

namespace Payments.Benchmarks.Code;

/// <summary>
/// The code itself: refunds accepted through HTTP, on stores in memory. The client is a process of its own; CPU time
/// and allocation are those of the service's process.
/// </summary>
internal sealed class CodePart : IPart
{
    private const double MinPerSecond = 5_000;
    private const double MaxMicroseconds = 150;
    private const double MaxBytes = 20_000;

    /// <summary>Enough that a ledger has few refunds, as an order has: the load is over before it has fifty.</summary>
    private const int Orders = 4_000;

    private const int AtATime = 32;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    public string Name => "code";

    public string Description => "the code itself, over HTTP, on stores in memory";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Reporter reporter)
    {
        await using var service = await InMemoryService.StartAsync();
        reporter.Step($"preparing {Orders} orders");
        var shop = new Shop(service.Services);
        for (var order = 0; order < Orders; order++) await shop.PayAsync(RefundLoad.OrderName(order), 1_000);
        var queue = service.Services.GetRequiredService<InMemoryWorkQueue>();
        queue.TakeAll();

        reporter.Step($"sending refunds, {AtATime} at a time");
        Usage before = default, after = default;
        var load = new RefundLoad(service.Port, AtATime, Orders, WarmUp, Time);
        var result = await LoadProcess.RunAsync(load, () => before = Usage.Now(), () => after = Usage.Now());

        var microseconds = (after.Cpu - before.Cpu).TotalMicroseconds / result.Accepted;
        var bytes = (double)(after.Allocated - before.Allocated) / result.Accepted;
        return
        [
            new("refunds accepted a second", $"{result.PerSecond:n0}", "", "≥ 5,000", result.PerSecond >= MinPerSecond),
            new("CPU for each", $"{microseconds:n0} µs", "", "≤ 150 µs", microseconds <= MaxMicroseconds),
            new("allocated for each", $"{bytes / 1_000:n1} kB", "", "≤ 20 kB", bytes <= MaxBytes),
            Figure.Plain("the longest response", $"{result.MaxWaitMilliseconds:n0} ms"),
        ];
    }

    private readonly record struct Usage(TimeSpan Cpu, long Allocated)
    {
        public static Usage Now()
        {
            using var process = Process.GetCurrentProcess();
            return new Usage(process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        }
    }
}
