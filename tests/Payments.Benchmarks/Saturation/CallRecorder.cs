using Azure.Core;
using Azure.Core.Pipeline;

namespace Payments.Benchmarks.Saturation;

/// <summary>Counts the calls of a table client, and records some of them.</summary>
internal sealed class CallRecorder : HttpPipelineSynchronousPolicy
{
    private readonly Lock _lock = new();
    private List<RecordedCall>? _recorded;
    private long _count;

    /// <summary>The calls so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Begins to record.</summary>
    public void Begin()
    {
        lock (_lock) _recorded = [];
    }

    /// <summary>Ends the recording.</summary>
    public IReadOnlyList<RecordedCall> End()
    {
        lock (_lock)
        {
            var recorded = _recorded ?? [];
            _recorded = null;
            return recorded;
        }
    }

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);

    /// <inheritdoc/>
    public override void OnReceivedResponse(HttpMessage message)
    {
        if (Volatile.Read(ref _recorded) is null) return;
        var call = RecordedCall.From(message);
        lock (_lock) _recorded?.Add(call);
    }
}
