using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Payments.Benchmarks.Load;

/// <summary>A load of refund requests.</summary>
/// <param name="Port">The service's port on this machine.</param>
/// <param name="AtATime">How many are in progress.</param>
/// <param name="Orders">The orders, <c>o-000000</c> and so on, which take turns.</param>
/// <param name="WarmUp">Before the measurement.</param>
/// <param name="Time">Of the measurement.</param>
internal sealed record RefundLoad(int Port, int AtATime, int Orders, TimeSpan WarmUp, TimeSpan Time)
{
    /// <summary>Begins each request's order number.</summary>
    public const string OrderPrefix = "o-";

    private long _next;
    private long _accepted;
    private long _maxTicks;
    private bool _isMeasuring;
    private bool _isOver;

    /// <summary>The name of an order.</summary>
    public static string OrderName(long index) =>
        string.Create(CultureInfo.InvariantCulture, $"{OrderPrefix}{index:d6}");

    /// <summary>
    /// Sends the load, and calls back when the measurement begins and ends. Throws if a refund is not accepted.
    /// </summary>
    public async Task<LoadResult> RunAsync(Action begins, Action ends)
    {
        var senders = Enumerable.Range(0, AtATime).Select(_ => SendAsync()).ToList();
        await Task.Delay(WarmUp);
        begins();
        var watch = Stopwatch.StartNew();
        Volatile.Write(ref _isMeasuring, true);
        await Task.WhenAny(Task.Delay(Time), Task.WhenAny(senders));
        Volatile.Write(ref _isMeasuring, false);
        ends();
        var seconds = watch.Elapsed.TotalSeconds;
        var result = new LoadResult(
            Interlocked.Read(ref _accepted),
            seconds,
            Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _maxTicks)).TotalMilliseconds);
        Volatile.Write(ref _isOver, true);
        await Task.WhenAll(senders);
        return result;
    }

    private async Task SendAsync()
    {
        using var connection = await LoadConnection.OpenAsync(Port);
        while (!Volatile.Read(ref _isOver))
        {
            var request = Refund(OrderName((Interlocked.Increment(ref _next) - 1) % Orders));
            var started = Stopwatch.GetTimestamp();
            var status = await connection.SendAsync(request);
            if (status != 201)
                throw new InvalidOperationException($"{status}: {Encoding.UTF8.GetString(connection.Body.Span)}");
            if (!Volatile.Read(ref _isMeasuring)) continue;
            Interlocked.Increment(ref _accepted);
            var took = Stopwatch.GetTimestamp() - started;
            if (took > Interlocked.Read(ref _maxTicks)) Interlocked.Exchange(ref _maxTicks, took);
        }
    }

    /// <summary>What a shop sends: a refund of one dollar of an order.</summary>
    public static byte[] Refund(string order)
    {
        var body = $$"""{"order_number":"{{order}}","amount":1.00,"currency":"USD"}""";
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /demo/refunds HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer demo-flow-token\r\n"
            + $"Accept: application/json\r\nUser-Agent: bench\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}"));
    }
}

/// <summary>What came of a load.</summary>
/// <param name="Accepted">Responses 201 in the measured time.</param>
/// <param name="Seconds">The measured time.</param>
/// <param name="MaxWaitMilliseconds">The longest that a response took.</param>
internal sealed record LoadResult(long Accepted, double Seconds, double MaxWaitMilliseconds)
{
    public double PerSecond => Accepted / Seconds;
}
