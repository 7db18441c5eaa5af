using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Tests.World;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Handlers.Tests.Telemetry;

/// <summary>One trace leads from a request over its messages to the processor.</summary>
public sealed class Traces : IDisposable
{
    private static readonly ExecuteRefund Work = new(
        Shop.Ledger, Id<Refund>.New(Shop.Ledger.Ledger, Guid.Parse("00000000-0000-0000-0000-0000000000aa")));

    private readonly List<Activity> _spans = [];
    private readonly Activity _request = new Activity("request").Start();
    private readonly ActivityListener _listener;

    public Traces()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                // Other tests run at the same time.
                lock (_spans) if (span.TraceId == _request.TraceId) _spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _request.Dispose();
    }

    [Fact]
    public async Task A_message_carries_the_trace_of_the_request_that_caused_it_through_the_outbox()
    {
        var outbox = new InMemoryOutbox();
        var queue = new OutboxQueue(
            new Unreachable(), outbox, new ManualClock(default), new Random(1), NullLogger<OutboxQueue>.Instance);

        await queue.EnqueueAsync(Work, TimeSpan.Zero, default);

        Assert.Equal(_request.Id, Assert.Single(await outbox.OldestAsync(2, default)).Item.TraceParent);
    }

    [Fact]
    public void A_rescheduled_copy_stays_in_the_trace_of_the_first_message()
    {
        var first = Work.WithTrace();
        Activity.Current = null;
        using var delivery = new Activity("a later delivery").Start();

        Assert.Equal(_request.Id, first.NextAttempt().AfterFailure().WithTrace().TraceParent);
    }

    [Fact]
    public void A_message_body_has_the_trace_and_a_malformed_one_is_ignored()
    {
        var body = WorkMessages.Write(Work.WithTrace()).Body;
        var malformed = Encoding.UTF8.GetString(body.Span).Replace(_request.Id!, "tr-1", StringComparison.Ordinal);

        Assert.Equal(_request.Id, Read(body).TraceParent);
        Assert.Null(Read(Encoding.UTF8.GetBytes(malformed)).TraceParent);
    }

    [Fact]
    public async Task The_work_the_commit_and_the_processors_operation_are_spans_of_the_requests_trace()
    {
        var shop = new Shop();
        await shop.CapturedAsync(100);
        var refund = (await shop.RefundAsync(10)).Result().Refund;
        var work = new ExecuteRefund(Shop.Ledger, refund.Id).WithTrace();
        Activity.Current = null;

        using (Tracing.StartWork(work)) await shop.HandleAsync((ExecuteRefund)work);

        lock (_spans)
        {
            Assert.Contains(_spans, span => span.DisplayName == "process ExecuteRefund");
            Assert.Contains(_spans, span => span.DisplayName == "commit" && span.ParentSpanId != default);
            var operation = Assert.Single(_spans, span => span.DisplayName == "RefundFunds at sandbox");
            Assert.Equal("Approved", operation.GetTagItem("payments.outcome"));
            Assert.Equal($"{refund.Id}/1", operation.GetTagItem("payments.operation.name"));
        }
    }

    [Fact]
    public void A_delivery_in_another_trace_is_linked()
    {
        var work = Work.WithTrace();
        Activity.Current = null;
        using var delivery = new Activity("delivery").Start();

        using var span = Tracing.StartWork(work)!;

        Assert.Equal(_request.TraceId, span.TraceId);
        Assert.Equal(delivery.TraceId, Assert.Single(span.Links).Context.TraceId);
    }

    private static WorkItem Read(ReadOnlyMemory<byte> body) =>
        Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(body)).Work;

    private sealed class Unreachable : IWorkQueue
    {
        public Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken) =>
            throw new QueueUnreachableException("away", new IOException());
    }
}
