using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Payments.Tables.Tests.Faults;

/// <summary>A fault that a request meets.</summary>
public enum Fault
{
    /// <summary>Rejected with 503, without effect.</summary>
    Busy,

    /// <summary>Rejected with 429, without effect.</summary>
    Throttled,

    /// <summary>Takes effect, but a gateway responds 503.</summary>
    AppliedThenBusy,

    /// <summary>Takes effect, but there is no response.</summary>
    AppliedThenTimedOut,
}

/// <summary>Counts requests, lets others interleave with one, and loses transactions or their responses.</summary>
internal sealed class WatchedTransport(params IEnumerable<Fault> faultsOfTransactions) : HttpPipelineTransport
{
    private readonly HttpClientTransport _inner = HttpClientTransport.Shared;
    private readonly Queue<Fault> _faults = new(faultsOfTransactions);
    private readonly Lock _lock = new();

    public List<SentRequest> Sent { get; } = [];

    /// <summary>Runs before a request is sent.</summary>
    public Func<SentRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after the response to a request.</summary>
    public Action<SentRequest> After { get; set; } = _ => { };

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) =>
        throw new NotSupportedException("The service sends no synchronous requests.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var sent = SentRequest.Of(message);
        Fault? fault;
        lock (_lock)
        {
            Sent.Add(sent);
            fault = sent.IsTransaction && _faults.TryDequeue(out var next) ? next : null;
        }

        await Before(sent);
        if (fault is not (Fault.Busy or Fault.Throttled)) await _inner.ProcessAsync(message);
        After(sent);
        if (fault == Fault.AppliedThenTimedOut) throw new IOException("The connection was lost.");
        if (fault is { } status) message.Response = new FaultResponse(status == Fault.Throttled ? 429 : 503);
    }
}

/// <summary>A request as it was sent.</summary>
internal sealed record SentRequest(string Method, string Path, string Body)
{
    public bool IsTransaction => Path.EndsWith("/$batch", StringComparison.Ordinal);

    /// <summary>How many entities a transaction changes.</summary>
    public int Operations => Body.Split('\n').Count(line => line.EndsWith(" HTTP/1.1\r", StringComparison.Ordinal));

    public static SentRequest Of(HttpMessage message)
    {
        using var body = new MemoryStream();
        message.Request.Content?.WriteTo(body, message.CancellationToken);
        return new SentRequest(
            message.Request.Method.Method,
            Uri.UnescapeDataString(message.Request.Uri.ToUri().AbsolutePath),
            Encoding.UTF8.GetString(body.ToArray()));
    }
}
