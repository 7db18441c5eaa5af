using System.Collections.Concurrent;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Testing.InMemory;

/// <summary>Webhook endpoints in memory; it counts reads, which the table store pays for.</summary>
public sealed class InMemoryWebhookStore : IWebhookStore
{
    private readonly ConcurrentDictionary<OrganizationId, WebhookList> _webhooks = [];
    private readonly ConcurrentQueue<AdministrativeChange> _changes = [];
    private readonly Lock _lock = new();
    private int _reads;
    private int _writes;

    /// <summary>How often it was read.</summary>
    public int Reads => _reads;

    /// <summary>How often it was written.</summary>
    public int Writes => _writes;

    /// <summary>What is in the audit trail.</summary>
    public IReadOnlyList<AdministrativeChange> Changes => [.. _changes];

    /// <summary>What the next calls fail with; null if they do not.</summary>
    public Exception? Fault { get; set; }

    public Task<WebhookList> FindAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return Fault is { } fault
            ? Task.FromException<WebhookList>(fault)
            : Task.FromResult(_webhooks.GetValueOrDefault(organization, WebhookList.None));
    }

    public Task<bool> TryWriteAsync(
        OrganizationId organization,
        WebhookList webhooks,
        AdministrativeChange? change,
        CancellationToken cancellationToken)
    {
        if (Fault is { } fault) return Task.FromException<bool>(fault);
        lock (_lock)
        {
            var stored = _webhooks.GetValueOrDefault(organization, WebhookList.None);
            if (stored.Version != webhooks.Version) return Task.FromResult(false);
            var version = (++_writes).ToString(CultureInfo.InvariantCulture);
            _webhooks[organization] = webhooks with { Version = version };
        }

        if (change is not null) _changes.Enqueue(change);
        return Task.FromResult(true);
    }
}
