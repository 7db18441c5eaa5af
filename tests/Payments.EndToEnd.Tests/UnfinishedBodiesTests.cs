using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Payments.EndToEnd.Tests;

/// <summary>Strangers who begin hundreds of bodies and never end them.</summary>
public sealed class UnfinishedBodiesTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const int Connections = 400;
    private const int SentBytes = 60_000;

    /// <summary>What all that was sent would take, and a little of what the connections need.</summary>
    private const long MaxGrowth = 100L << 20;

    /// <summary>A body may pause for five seconds; the rest is a busy machine's.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>The host passes a chunked body on as it arrives, and reads one of known length itself.</summary>
    [Theory]
    [InlineData("Transfer-Encoding: chunked", "HTTP/1.1 401 ")]
    [InlineData("Content-Length: 200000", "HTTP/1.1 408 ")]
    public async Task Without_credentials_they_are_cut_off_and_take_no_memory(string framing, string status)
    {
        var worker = ProcessMemory.Read(fixture.FindWorker());
        var watch = Stopwatch.StartNew();

        var held = Enumerable.Range(0, Connections).Select(_ => HoldAsync(framing)).ToList();
        var peak = worker;
        while (!Task.WhenAll(held).IsCompleted)
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, EndsWithin);
            peak = Math.Max(peak, ProcessMemory.Read(fixture.FindWorker()));
            await Task.Delay(50);
        }

        foreach (var line in await Task.WhenAll(held)) Assert.StartsWith(status, line, StringComparison.Ordinal);
        Assert.InRange(peak - worker, long.MinValue, MaxGrowth);
        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Unfinished bodies: {Connections} of {SentBytes} bytes, {framing}, without credentials: all ended after "
            + $"{watch.Elapsed.TotalSeconds:0.0} s; worker {worker >> 20} MiB before, at most {peak >> 20} MiB"));
    }

    /// <summary>Sends the begin of a body, and reads until the server ends the connection; its first line.</summary>
    private async Task<string> HoldAsync(string framing)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(fixture.Service.Http.BaseAddress!.Host, fixture.Service.Http.BaseAddress.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /demo/refunds HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{framing}\r\n\r\n"
            + $"{SentBytes:x}\r\n{new string('{', SentBytes)}"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var first = await reader.ReadLineAsync();
        await ReadToEndAsync(reader);
        return first ?? "";
    }

    private static async Task ReadToEndAsync(StreamReader reader)
    {
        try
        {
            await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            // Ended with a reset: there were bytes that nobody read.
        }
    }
}
