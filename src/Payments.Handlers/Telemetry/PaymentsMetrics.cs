using System.Diagnostics.Metrics;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Telemetry;

/// <summary>
/// The measurements of this service (docs/telemetry.md). Their tags have few values each: no id, no key, no
/// organization.
/// </summary>
public sealed class PaymentsMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Payments";

    private const string None = "None";

    /// <summary>
    /// A refund that waits for a merchant's balance, or for a bank, is executed within some business days.
    /// </summary>
    private static readonly TimeSpan PendingTooLong = TimeSpan.FromDays(5);

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _refunds;
    private readonly Histogram<double> _processor;
    private readonly Counter<long> _inquiries;
    private readonly Counter<long> _lateNews;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _storageCalls;
    private readonly Counter<long> _reconciliations;
    private readonly Counter<long> _differences;

    public PaymentsMetrics()
    {
        _requests = _meter.CreateCounter<long>(
            "payments.requests", "{request}", "Requests that create a resource, by their answer.");
        _refunds = _meter.CreateHistogram<double>(
            "payments.refund.duration", "s", "From the acceptance of a refund until it was concluded.");
        _processor = _meter.CreateHistogram<double>(
            "payments.processor.duration", "s", "Operations at a processor, by outcome.");
        _inquiries = _meter.CreateCounter<long>(
            "payments.outcome.inquiries",
            "{record}",
            "Records whose outcome was still unknown or pending after an inquiry, by how long they have been waiting.");
        _lateNews = _meter.CreateCounter<long>(
            "payments.late_news", "{record}", "What processors said otherwise after it had ended.");
        _deliveries = _meter.CreateCounter<long>(
            "payments.webhook.deliveries",
            "{delivery}",
            "Tries to deliver an event to a webhook endpoint, by outcome.");
        _deadLetters = _meter.CreateCounter<long>(
            "payments.dead_letters", "{message}", "Messages that went to the dead-letter queue.");
        _storageCalls = _meter.CreateCounter<long>(
            "payments.storage.calls", "{call}", "Calls to Table Storage, retries included.");
        _reconciliations = _meter.CreateCounter<long>(
            "payments.reconciliations", "{organization}", "Organizations that were reconciled, by outcome.");
        _differences = _meter.CreateCounter<long>(
            "payments.reconciliation.differences",
            "{difference}",
            "Differences between processors' statements and the ledgers.");
    }

    /// <summary>Whether an instrument is of this instance: several may exist in one process.</summary>
    public bool Owns(Instrument instrument) => instrument.Meter == _meter;

    /// <summary>A request to create a resource was accepted.</summary>
    /// <param name="outcome">Whether it was created now, or by the same request before.</param>
    public void Accepted<T>(string outcome) where T : IIdentified => Answered(T.Prefix, outcome, None);

    /// <summary>A request to create a resource was rejected.</summary>
    public void Rejected<T>(RejectionReason reason) where T : IIdentified =>
        Answered(T.Prefix, nameof(Rejected), reason.ToString());

    /// <summary>A refund was concluded.</summary>
    public void Concluded(Refund refund, DateTimeOffset at) => _refunds.Record(
        (at - refund.CreatedAt).TotalSeconds, new KeyValuePair<string, object?>("status", refund.Status.ToString()));

    /// <summary>A processor responded, or did not.</summary>
    public void Executed(ProcessorName processor, string operation, string outcome, TimeSpan duration) =>
        _processor.Record(
            duration.TotalSeconds,
            new("processor", processor.ToString()),
            new("operation", operation),
            new("outcome", outcome));

    /// <summary>The outcomes of some records are still unknown after so many scheduled inquiries.</summary>
    public void StillUnknown(int inquiries, long records)
    {
        if (records == 0) return;
        StillOpen("Unknown", records, inquiries switch
        {
            <= 1 => "5 minutes",
            2 => "1 hour",
            _ => "1 day",
        });
    }

    /// <summary>A processor has had a record for so long, and still not concluded it.</summary>
    public void StillPending(TimeSpan age) => StillOpen("Pending", 1, age switch
    {
        _ when age >= PendingTooLong => "5 days",
        { TotalDays: >= 1 } => "1 day",
        _ => "under 1 day",
    });

    /// <summary>A processor said otherwise after something had ended.</summary>
    /// <param name="news">One of few words for what it said.</param>
    public void LateNews(string news) => _lateNews.Add(1, new KeyValuePair<string, object?>("news", news));

    /// <summary>A webhook endpoint took an event.</summary>
    public void Delivered() => _deliveries.Add(1, new("outcome", "Succeeded"), new("since", None));

    /// <summary>A webhook endpoint did not take an event.</summary>
    /// <param name="failing">For how long it has failed, without a success in between.</param>
    public void DeliveryFailed(TimeSpan failing) => _deliveries.Add(
        1, new("outcome", "Failed"), new("since", failing.TotalDays >= 1 ? "1 day" : "under 1 day"));

    /// <summary>A message went to the dead-letter queue.</summary>
    public void DeadLettered(string reason) =>
        _deadLetters.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Table Storage responded, or could not be reached.</summary>
    /// <param name="status">The HTTP status; null if there was no response.</param>
    public void StorageCalled(string operation, int? status) =>
        _storageCalls.Add(1, new("operation", operation), new("status", status));

    /// <summary>An organization was reconciled, or could not be.</summary>
    /// <param name="outcome">One of few words.</param>
    public void Reconciled(string outcome) =>
        _reconciliations.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A processor's statement and a ledger differ.</summary>
    /// <param name="processor">The processor.</param>
    /// <param name="kind">How: one of few words.</param>
    public void Differs(ProcessorName processor, string kind) =>
        _differences.Add(1, new("processor", processor.ToString()), new("kind", kind));

    private void StillOpen(string state, long records, string since) =>
        _inquiries.Add(records, new("state", state), new("since", since));

    private void Answered(string resource, string outcome, string reason) =>
        _requests.Add(1, new("resource", resource), new("outcome", outcome), new("reason", reason));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
