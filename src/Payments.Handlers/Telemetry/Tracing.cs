using System.Diagnostics;
using System.Globalization;
using Payments.Handlers.Ports;

namespace Payments.Handlers.Telemetry;

/// <summary>
/// The spans of this service. One trace leads from a storefront's request over the queue's messages to each call of a
/// processor and of a webhook endpoint: a message carries the trace's context, also through the outbox and over all its
/// rescheduled copies.
/// </summary>
public static class Tracing
{
    /// <summary>The name of the source, for those who listen.</summary>
    public const string SourceName = "Payments";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Work that is about to be enqueued, with the current trace, unless it belongs to one already.</summary>
    public static WorkItem WithTrace(this WorkItem work) =>
        work.TraceParent is null && Activity.Current is { IdFormat: ActivityIdFormat.W3C } current
            ? work with { TraceParent = current.Id }
            : work;

    /// <summary>
    /// The span of processing a work item, in the trace of the request that caused it; the host's own span of the
    /// delivery is linked. Null if nobody listens.
    /// </summary>
    public static Activity? StartWork(WorkItem work)
    {
        ActivityContext.TryParse(work.TraceParent, traceState: null, isRemote: true, out var parent);
        var delivery = Activity.Current;
        var span = Source.StartActivity(
            ActivityKind.Consumer,
            parent,
            [new("payments.work", work.GetType().Name), new("payments.attempt", work.Attempt)],
            delivery is null || delivery.TraceId == parent.TraceId ? [] : [new ActivityLink(delivery.Context)],
            name: $"process {work.GetType().Name}");
        span?.SetTag("payments.subject", work.Subject);
        return span;
    }

    /// <summary>
    /// The span of committing a group of changes: in the trace of the first one's caller, with links to the others.
    /// </summary>
    internal static Activity? StartCommit(IEnumerable<ActivityContext> callers)
    {
        if (!Source.HasListeners()) return null;
        var spans = callers.ToList();
        return Source.StartActivity(
            ActivityKind.Internal,
            spans[0],
            [new("payments.changes", spans.Count)],
            spans.Skip(1).Where(span => span != default).Select(span => new ActivityLink(span)),
            name: "commit");
    }

    /// <summary>The span of an operation at a processor.</summary>
    internal static Activity? StartOperation(string processor, string operation) => Source.StartActivity(
        ActivityKind.Client,
        parentContext: default,
        [new("payments.processor", processor), new("payments.operation", operation)],
        name: $"{operation} at {processor}");

    /// <summary>
    /// The span of posting to a webhook endpoint, by OpenTelemetry's conventions for HTTP clients
    /// (https://opentelemetry.io/docs/specs/semconv/http/http-spans/), without the full URL that they ask for: an
    /// endpoint's path or query may be its secret.
    /// </summary>
    public static Activity? StartPost(Uri endpoint) => Source.StartActivity(
        ActivityKind.Client,
        parentContext: default,
        [
            new("http.request.method", "POST"),
            new("server.address", endpoint.IdnHost),
            new("server.port", endpoint.Port),
        ],
        name: "POST webhook");

    /// <summary>Ends such a span with what came of it.</summary>
    /// <param name="status">The HTTP status; null if there was no response.</param>
    /// <param name="failure">Why it counts as not delivered; null if it was delivered.</param>
    public static void SetResponse(this Activity span, int? status, string? failure)
    {
        span.SetTag("http.response.status_code", status);
        if (failure is null) return;
        span.SetTag("error.type", status?.ToString(CultureInfo.InvariantCulture) ?? "no_response");
        span.SetStatus(ActivityStatusCode.Error, failure);
    }
}
