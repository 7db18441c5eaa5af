using System.Diagnostics.Metrics;
using Payments.Handlers.Telemetry;

namespace Payments.Handlers.Tests.Reconciliation;

/// <summary>What the instruments of reconciliation measured, by name and last tag.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();

    public Measured(PaymentsMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (metrics.Owns(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, _, tags, _) => Seen.Add((instrument.Name, $"{tags[^1].Value}")));
        _listener.Start();
    }

    public List<(string Instrument, string Tag)> Seen { get; } = [];

    public void Dispose() => _listener.Dispose();
}
