using System.Diagnostics;
using System.Globalization;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// A full disk for the local Service Bus: a limit on the size of its files, which the kernel enforces alike, and which
/// anyone may set for their own processes.
/// </summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task What_the_broker_cannot_store_is_accepted_all_the_same_and_done_once_there_is_space()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        await shop.CreatePaidOrderAsync("full-1", 100m);
        var broker = state.FindId(Part.ServiceBus)!.Value;
        string[] keys = [.. Enumerable.Range(0, 8).Select(n => $"full-{n}")];

        LimitFiles(broker, "1024:unlimited");
        foreach (var key in keys) Assert.Equal(201, (await shop.RefundAsync("full-1", 1m, key)).Status);
        LimitFiles(broker, "unlimited:unlimited");

        foreach (var key in keys)
            Assert.Equal("succeeded", (await shop.WaitForFinalStateAsync(key))["status"]!.GetValue<string>());
        Assert.Equal(8m, await shop.SumPaidOutAsync());
        Assert.Equal(broker, state.FindId(Part.ServiceBus));
    }

    private static void LimitFiles(int process, string limits)
    {
        using var prlimit = Process.Start(
            "prlimit", ["--pid", process.ToString(CultureInfo.InvariantCulture), $"--fsize={limits}"]);
        prlimit.WaitForExit();
        Assert.Equal(0, prlimit.ExitCode);
    }
}
