using System.Diagnostics.Metrics;
using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Webhooks;

namespace Payments.Handlers.Tests.Telemetry;

/// <summary>What is measured, and that its tags stay few.</summary>
public sealed class Measurements : IDisposable
{
    private readonly Shop _shop = new();
    private readonly Process _process;
    private readonly List<(string Instrument, double Value, string Tags)> _measured = [];
    private readonly MeterListener _listener = new();

    public Measurements()
    {
        _process = _shop.Another();
        var metrics = _process.Get<PaymentsMetrics>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (metrics.Owns(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Requests_are_counted_by_answer_and_reason()
    {
        await _shop.CapturedAsync(100);

        foreach (var amount in (decimal[])[10, 10, 500])
            await _shop.RefundAsync(Requests.Refund(amount, key: $"r-{amount}"), _process);

        Assert.Equal(
            ["resource=ref outcome=Created reason=None", "resource=ref outcome=Replayed reason=None",
                "resource=ref outcome=Rejected reason=InsufficientFunds"],
            TagsOf("payments.requests"));
    }

    [Fact]
    public async Task A_refund_is_timed_from_its_acceptance_to_its_conclusion_and_each_operation_by_its_outcome()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        _shop.Clock.Advance(TimeSpan.FromSeconds(7));

        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id), _process);
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id), _process);

        var (_, seconds, tags) = Assert.Single(_measured, found => found.Instrument == "payments.refund.duration");
        Assert.Equal((7, "status=Succeeded"), (seconds, tags));
        Assert.Equal(
            ["processor=sandbox operation=RefundFunds outcome=Approved"], TagsOf("payments.processor.duration"));
    }

    [Fact]
    public async Task A_pending_outcome_is_counted_at_each_inquiry_by_how_long_the_processor_has_had_it()
    {
        await _shop.RegisterAsync(100);
        var authorization = (await _shop.AuthorizeAsync(
            Requests.Authorization(100, token: "tok-refund-pending"))).Result();
        await _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), 100), default);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id));

        foreach (var age in (int[])[0, 1, 5])
        {
            _shop.Clock.Advance(refund.CreatedAt + TimeSpan.FromDays(age) - _shop.Clock.GetUtcNow());
            await _shop.HandleAsync(new ResolveUnknownOutcomes(Shop.Ledger, Attempt: 1), _process);
        }

        Assert.Equal(
            ["state=Pending since=under 1 day", "state=Pending since=1 day", "state=Pending since=5 days"],
            TagsOf("payments.outcome.inquiries"));
    }

    [Fact]
    public async Task An_unknown_outcome_is_counted_at_each_inquiry_by_the_timetable_and_a_known_one_no_more()
    {
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(10)).Result().Refund;
        _shop.Processor.Script = asked => asked is RefundFunds ? new ProcessorResponse.Unknown("timeout") : null;
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id, Attempt: 6));

        foreach (var inquiry in (int[])[1, 2, 3, 4])
            await _shop.HandleAsync(new ResolveUnknownOutcomes(Shop.Ledger, inquiry), _process);
        _shop.Processor.Script = _ => null;
        await _shop.HandleAsync(new ResolveUnknownOutcomes(Shop.Ledger, Attempt: 5), _process);

        Assert.Equal(
            [
                "state=Unknown since=5 minutes", "state=Unknown since=1 hour", "state=Unknown since=1 day",
                "state=Unknown since=1 day",
            ],
            TagsOf("payments.outcome.inquiries"));
    }

    [Fact]
    public async Task A_failed_delivery_is_counted_by_how_long_its_endpoint_has_failed_and_a_success_ends_that()
    {
        var endpoint = new WebhookChoices(new Uri("https://shop.example/hook"), "");
        await _process.Get<WebhookAdministration>().CreateAsync(Shop.Organization, endpoint, default);
        await _shop.CapturedAsync(100);
        await _shop.RefundAsync(10);
        var announced = _shop.Queue.TakeAll().Select(sent => sent.Work).OfType<PublishEvents>().Single();
        await _shop.HandleAsync(announced with { ChainId = "c" });
        var delivery = Assert.Single(_shop.Queue.TakeAll()).Work;

        foreach (var (isAway, hours) in new[] { (true, 0), (true, 23), (true, 2), (false, 0), (true, 1) })
        {
            _shop.Clock.Advance(TimeSpan.FromHours(hours));
            _shop.Endpoints.Respond = _ =>
                isAway ? new WebhookResponse(503, "It answered 503.") : new WebhookResponse(204, null);
            await _shop.HandleAsync(delivery, _process);
        }

        Assert.Equal(
            [
                "outcome=Failed since=under 1 day", "outcome=Failed since=under 1 day", "outcome=Failed since=1 day",
                "outcome=Succeeded since=None", "outcome=Failed since=under 1 day",
            ],
            TagsOf("payments.webhook.deliveries"));
    }

    private IEnumerable<string> TagsOf(string instrument) =>
        _measured.Where(found => found.Instrument == instrument).Select(found => found.Tags);

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        lock (_measured) _measured.Add((instrument.Name, value, text));
    }
}
