using System.Diagnostics.Metrics;
using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Tests.World;

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

    private IEnumerable<string> TagsOf(string instrument) =>
        _measured.Where(found => found.Instrument == instrument).Select(found => found.Tags);

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        lock (_measured) _measured.Add((instrument.Name, value, text));
    }
}
