using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Payments.LocalHost.Hosting;

/// <summary>The trace that is current when the invocation is asked for it.</summary>
internal sealed class ActivityTrace : TraceContext
{
    private readonly Activity? _activity = Activity.Current;

    public override string TraceParent => _activity?.Id ?? "";

    public override string TraceState => _activity?.TraceStateString ?? "";
}

/// <summary>The host repeats nothing itself: Service Bus counts deliveries.</summary>
internal sealed class FirstTry : RetryContext
{
    public static FirstTry Instance { get; } = new();

    public override int RetryCount => 0;

    public override int MaxRetryCount => 0;
}

internal sealed class NamedValues(IReadOnlyDictionary<string, object?>? values) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData =>
        values ?? ImmutableDictionary<string, object?>.Empty;
}
