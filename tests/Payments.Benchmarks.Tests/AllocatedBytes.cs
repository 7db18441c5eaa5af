using Microsoft.Extensions.DependencyInjection;
using Payments.Benchmarks.Load;
using Payments.Benchmarks.Services;
using Payments.Testing.InMemory;

namespace Payments.Benchmarks.Tests;

public sealed class AllocatedBytes
{
    /// <summary>Web server, functions and dialects, use cases, the stores in memory, and the client too.</summary>
    private const double MaxBytes = 36_000;

    private const int Orders = 50;
    private const int WarmUps = 200;
    private const int Measured = 300;

    [Fact]
    public async Task Accepting_a_refund_over_HTTP_allocates_at_most_36_kB()
    {
        await using var service = await InMemoryService.StartAsync();
        var shop = new Shop(service.Services);
        for (var order = 0; order < Orders; order++) await shop.PayAsync(RefundLoad.OrderName(order), 1_000);
        using var client = await LoadConnection.OpenAsync(service.Port);
        await SendAsync(client, WarmUps);
        service.Services.GetRequiredService<InMemoryWorkQueue>().TakeAll();

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await SendAsync(client, Measured);
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Measured;

        Assert.True(each <= MaxBytes, $"{each:n0} bytes are allocated for each refund.");
    }

    private static async Task SendAsync(LoadConnection client, int refunds)
    {
        for (var refund = 0; refund < refunds; refund++)
            Assert.Equal(201, await client.SendAsync(RefundLoad.Refund(RefundLoad.OrderName(refund % Orders))));
    }
}
