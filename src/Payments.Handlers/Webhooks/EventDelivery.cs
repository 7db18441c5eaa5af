using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Telemetry;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Webhooks;

/// <summary>Delivers an event to one endpoint, and tries again by <see cref="DeliverySchedule"/>.</summary>
public sealed partial class EventDelivery(
    ILedgerStore ledgers,
    IWebhookStore webhooks,
    IEventWriter writer,
    IWebhookSender sender,
    IWorkQueue queue,
    PaymentsMetrics metrics,
    TimeProvider time,
    ILogger<EventDelivery> log)
{
    /// <summary>The reason of the dead letter of an event that could not be delivered.</summary>
    public const string Undeliverable = "WebhookFails";

    /// <summary>
    /// Tries once. What is to be delivered to an endpoint that was removed or disabled meanwhile is dropped.
    /// </summary>
    public Task HandleAsync(DeliverEvent work, CancellationToken cancellationToken) => DeliverAsync(
        new Delivery(work, work.Event.ToString(), work.Endpoint),
        async () => writer.Write(work.Address, await LoadAsync(work, cancellationToken)),
        cancellationToken);

    /// <summary>The same, of what a reconciliation found.</summary>
    public Task HandleAsync(DeliverDifferences work, CancellationToken cancellationToken) => DeliverAsync(
        new Delivery(work, work.Found.EventId, work.Endpoint),
        () => Task.FromResult(writer.WriteDifferences(work.Address.Organization, work.Found)),
        cancellationToken);

    private async Task DeliverAsync(
        Delivery work, Func<Task<ReadOnlyMemory<byte>>> write, CancellationToken cancellationToken)
    {
        var stored = await webhooks.FindAsync(work.Organization, cancellationToken);
        if (stored.Find(work.Endpoint) is not { Enabled: true } endpoint)
        {
            LogDropped(work.Event, work.Endpoint.ToString());
            return;
        }

        var body = await write();
        var secrets = endpoint.GetUsableSecrets(time.GetUtcNow());
        var response = await sender.SendAsync(
            new WebhookMessage(endpoint.Url, work.Event, body, secrets), cancellationToken);
        if (response.Failure is not { } failure)
        {
            metrics.Delivered();
            if (endpoint.FailingSince is not null)
                await NoteAsync(work, stored, endpoint with { FailingSince = null }, cancellationToken);
            return;
        }

        var now = time.GetUtcNow();
        metrics.DeliveryFailed(now - (endpoint.FailingSince ?? now));
        LogFailure(work.Event, work.Endpoint.ToString(), work.Item.Attempt, failure);
        if (response.IsGone || endpoint.FailingSince is null)
            await NoteAsync(work, stored, ToFailing(endpoint, response, failure), cancellationToken);
        if (response.IsGone) return;
        if (DeliverySchedule.FindDelay(work.Item.Attempt) is not { } delay)
            throw new WorkGivenUpException(Undeliverable, Describe(work, endpoint, failure));
        await queue.EnqueueAsync(work.Item.NextAttempt(), delay, cancellationToken);
    }

    private async Task<JournalEntry> LoadAsync(DeliverEvent work, CancellationToken cancellationToken)
    {
        var position = new JournalPosition(work.Event.Sequence, work.Record);
        var found = await ledgers.LoadJournalAsync(work.Address, [position], cancellationToken);
        return found.FirstOrDefault(entry => entry is { Event: not null } && entry.At == work.Event.At)
            ?? throw new InvalidOperationException($"{work.Address} has no event {work.Event}.");
    }

    private WebhookEndpoint ToFailing(WebhookEndpoint endpoint, WebhookResponse response, string failure)
    {
        var now = time.GetUtcNow();
        return endpoint with
        {
            Enabled = !response.IsGone,
            FailingSince = endpoint.FailingSince ?? now,
            LastFailure = new WebhookFailure(now, failure),
        };
    }

    /// <summary>
    /// Stores how the endpoint fares. If another delivery does so at the same time, that is enough; if it can't be
    /// written, the next delivery tries again.
    /// </summary>
    private async Task NoteAsync(
        Delivery work, WebhookList stored, WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await webhooks.TryWriteAsync(
                work.Organization, stored.With(endpoint), change: null, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotNoted(fault, work.Endpoint.ToString());
        }
    }

    private static string Describe(Delivery work, WebhookEndpoint endpoint, string failure)
    {
        var since = endpoint.FailingSince is { } at ? $" It fails since {at:u}." : "";
        return $"{failure} Event {work.Event} was posted {work.Item.Attempt + 1} times to endpoint "
            + $"{work.Endpoint} ({endpoint.Url.Host}) of {work.Organization}, over three days.{since} Have its "
            + "owner repair it, then requeue this; or remove the endpoint.";
    }

    /// <summary>An event for an endpoint, whatever it is of.</summary>
    private sealed record Delivery(WorkItem Item, string Event, WebhookId Endpoint)
    {
        public OrganizationId Organization => Item.Address.Organization;
    }

    [LoggerMessage(LogLevel.Information, "Event {Event} is not delivered to {Endpoint}, which is not there any more.")]
    private partial void LogDropped(string @event, string endpoint);

    [LoggerMessage(LogLevel.Warning, "Event {Event} did not reach {Endpoint} at attempt {Attempt}: {Reason}")]
    private partial void LogFailure(string @event, string endpoint, int attempt, string reason);

    [LoggerMessage(LogLevel.Warning, "How {Endpoint} fares could not be stored.")]
    private partial void LogNotNoted(Exception fault, string endpoint);
}
