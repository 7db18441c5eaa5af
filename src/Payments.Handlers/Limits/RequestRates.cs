using System.Collections.Concurrent;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Limits;

/// <summary>The request rates of organizations, shared by all instances (docs/adr/0009-limits.md).</summary>
public sealed class RequestRates(ICounterStore counters, TimeProvider time)
{
    private const string Kind = "requests";
    private const string Bucket = "bucket";

    private readonly ConcurrentDictionary<OrganizationId, RequestRate> _rates = [];

    /// <summary>Null if a request of an organization is admitted; else how long to wait before the next.</summary>
    public ValueTask<TimeSpan?> AdmitAsync(Organization organization, CancellationToken cancellationToken)
    {
        var rate = _rates.GetOrAdd(
            organization.Id, id => new RequestRate(new CounterName(id, Kind, Bucket), counters, time));
        return rate.AdmitAsync(organization.Limits.RequestsPerSecond, cancellationToken);
    }
}
