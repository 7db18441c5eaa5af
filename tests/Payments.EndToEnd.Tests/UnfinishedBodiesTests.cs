using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Payments.EndToEnd.Tests;

/// <summary>Strangers who begin hundreds of bodies and never end them.</summary>
public sealed class UnfinishedBodiesTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const int Connections = 400;
    private const int WarmUps = 200;

    private static readonly int Waves = TestDepth.Choose(brief: 1, deep: 5);

    /// <summary>
    /// Less than what is sent, 100 MB a wave: requests and their connections cost some, and garbage collection is lazy.
    /// </summary>
    private static readonly long MaxGrowth = TestDepth.Choose(brief: 88, deep: 192) * (1L << 20);

    /// <summary>A body may pause for five seconds; the rest is a busy machine's.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>Between the requests of the ordinary client, whose garbage would be measured otherwise.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(4);

    /// <summary>The host cuts off a body of which less than 240 bytes a second come.</summary>
    [Fact]
    public async Task Bodies_of_which_hardly_anything_comes_are_cut_off()
    {
        var watch = Stopwatch.StartNew();
        var (answers, before, peak) = await MeasureAsync(
            Enumerable.Range(0, Connections).Select(_ => BeginAsync("Content-Length: 200001", 100)));

        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        Note("Content-Length", 100, $"all cut off after {watch.Elapsed.TotalSeconds:0.0} s", before, peak);
    }

    /// <summary>
    /// More connections than the app takes requests at once (RequestLimits). A chunked body comes as far as the worker,
    /// which rejects its sender without reading it; one of known length is kept by the host until all of it has
    /// arrived. How long a host holds such connections is not the app's to set, in Azure neither.
    /// </summary>
    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Content-Length: 250001")]
    public async Task Bodies_of_strangers_cost_the_worker_neither_memory_nor_requests_of_others(string framing)
    {
        const int Bytes = 250_000;
        var peaks = new List<long>();
        for (var wave = 0; wave < Waves; wave++)
        {
            var (_, before, peak) = await MeasureAsync(
                Enumerable.Range(0, Connections).Select(_ => BeginAsync(framing, Bytes, HeldFor)));
            if (wave == 0) peaks.Add(before);
            peaks.Add(peak);
        }

        var shown = string.Join(' ', peaks.Skip(1).Select(peak => peak >> 20));
        Note(framing, Bytes, $"peaks {shown} MiB", peaks[0], peaks[^1]);
        Assert.InRange(peaks[^1] - peaks[0], long.MinValue, MaxGrowth);
    }

    /// <summary>Waits for the connections, and serves an ordinary client meanwhile.</summary>
    private async Task<(string[] Answers, long Before, long Peak)> MeasureAsync(
        IEnumerable<Task<string>> connections)
    {
        var shop = new Storefront(fixture.Service.Http);
        for (var n = 0; n < WarmUps; n++) await shop.SendAsync(HttpMethod.Get, "orders/none");
        var before = ProcessMemory.Read(fixture.FindWorker());
        var (peak, watch) = (before, Stopwatch.StartNew());
        var held = connections.ToList();
        while (held.Any(task => !task.IsCompleted))
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, EndsWithin);
            Assert.Equal(404, (await shop.SendAsync(HttpMethod.Get, "orders/none")).Status);
            peak = Math.Max(peak, ProcessMemory.Read(fixture.FindWorker()));
            await Task.Delay(Pause);
        }

        return (await Task.WhenAll(held), before, peak);
    }

    /// <summary>
    /// Sends the beginning of a body, and returns the first line of the response; if the connection is only held, none.
    /// </summary>
    private async Task<string> BeginAsync(string framing, int bytes, TimeSpan? heldFor = null)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(fixture.Service.Http.BaseAddress!.Host, fixture.Service.Http.BaseAddress.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /demo/refunds HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n\r\n"
            + $"{bytes:x}\r\n{new string('{', bytes)}"));
        if (heldFor is { } time)
        {
            await Task.Delay(time);
            return "";
        }

        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync() ?? "";
    }

    private static void Note(string framing, int bytes, string outcome, long before, long peak) =>
        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Unfinished bodies: {Connections} without credentials, {framing}, {bytes} bytes of each: {outcome}; "
            + $"worker {before >> 20} MiB before, at most {peak >> 20} MiB"));
}
