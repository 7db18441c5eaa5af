using System.Security.Cryptography;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Webhooks;

/// <summary>What an endpoint is to be.</summary>
public sealed record WebhookChoices(Uri Url, string Description, bool Enabled = true);

/// <summary>An endpoint with a secret that is shown this once.</summary>
public sealed record IssuedWebhook(WebhookEndpoint Endpoint, string Secret);

/// <summary>Registers, changes, tests and removes an organization's webhook endpoints.</summary>
public sealed class WebhookAdministration(
    IWebhookStore store,
    IWebhooks cache,
    IWebhookSender sender,
    IEventWriter writer,
    IIdSource ids,
    TimeProvider time)
{
    /// <summary>The most endpoints of an organization.</summary>
    public const int MaxEndpoints = 10;

    /// <summary>The secrets that are valid at once: one, and the one before it.</summary>
    public const int MaxSecrets = 2;

    /// <summary>What all secrets of the Standard Webhooks convention begin with.</summary>
    public const string SecretPrefix = "whsec_";

    /// <summary>How long the secret before is valid after a rotation.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>How long a test event may take: its caller waits for it.</summary>
    public static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);

    private const int MaxRaces = 10;
    private const int SecretIdBytes = 5;

    /// <summary>Why events can't be posted to an address; null if they can.</summary>
    public string? ExplainRejection(Uri url) => sender.ExplainRejection(url);

    /// <summary>An organization's endpoints, in the order of their creation.</summary>
    public Task<WebhookList> ListAsync(OrganizationId organization, CancellationToken cancellationToken) =>
        store.FindAsync(organization, cancellationToken);

    /// <summary>
    /// Registers an endpoint. An address is registered once only: so a request that is repeated because its response
    /// was lost does not have every event delivered twice.
    /// </summary>
    public async Task<Answer<IssuedWebhook>> CreateAsync(
        OrganizationId organization, WebhookChoices choices, CancellationToken cancellationToken)
    {
        var secret = CreateSecret();
        var endpoint = new WebhookEndpoint(
            WebhookId.New(ids.NextId()),
            choices.Url,
            choices.Description,
            [ToStored(secret)],
            time.GetUtcNow())
        {
            Enabled = choices.Enabled,
        };
        var written = await WriteAsync(
            organization,
            ChangeType.Insert,
            $"created for {choices.Url.Host}",
            webhooks =>
                webhooks.Endpoints.Length >= MaxEndpoints
                    ? Reject(RejectionReason.LimitReached, $"There are {MaxEndpoints} webhook endpoints already.")
                : webhooks.Endpoints.Any(other => other.Url == choices.Url)
                    ? Reject(RejectionReason.IdTaken, "There is a webhook endpoint with this address already.")
                : new WebhookDecision(endpoint, webhooks with { Endpoints = webhooks.Endpoints.Add(endpoint) }),
            cancellationToken);
        return written.Rejection is { } rejection
            ? new Answer<IssuedWebhook>.Rejected(rejection)
            : new Answer<IssuedWebhook>.Accepted(new IssuedWebhook(endpoint, secret), Outcome.Created);
    }

    /// <summary>Changes an endpoint; null if there is none with the id. One that is enabled starts afresh.</summary>
    public async Task<Answer<WebhookEndpoint>?> ChangeAsync(
        OrganizationId organization, WebhookId id, WebhookChoices choices, CancellationToken cancellationToken)
    {
        var written = await WriteAsync(
            organization,
            ChangeType.Update,
            $"changed: {(choices.Enabled ? "enabled" : "disabled")}, for {choices.Url.Host}",
            webhooks =>
                webhooks.Find(id) is not { } current
                    ? WebhookDecision.NotFound
                : webhooks.Endpoints.Any(other => other.Id != id && other.Url == choices.Url)
                    ? Reject(RejectionReason.IdTaken, "There is a webhook endpoint with this address already.")
                : Replace(webhooks, current with
                {
                    Url = choices.Url,
                    Description = choices.Description,
                    Enabled = choices.Enabled,
                    FailingSince = choices.Enabled && !current.Enabled ? null : current.FailingSince,
                }),
            cancellationToken);
        return written switch
        {
            { Rejection: { } rejection } => new Answer<WebhookEndpoint>.Rejected(rejection),
            { Endpoint: { } changed } => new Answer<WebhookEndpoint>.Accepted(changed, Outcome.Created),
            _ => null,
        };
    }

    /// <summary>Removes an endpoint; false if there is none with the id.</summary>
    public async Task<bool> DeleteAsync(
        OrganizationId organization, WebhookId id, CancellationToken cancellationToken)
    {
        var written = await WriteAsync(
            organization,
            ChangeType.Delete,
            "removed",
            webhooks => webhooks.Find(id) is { } found
                ? new WebhookDecision(found, webhooks with { Endpoints = webhooks.Endpoints.Remove(found) })
                : WebhookDecision.NotFound,
            cancellationToken);
        return written.Endpoint is not null;
    }

    /// <summary>
    /// Gives an endpoint a new secret; the one before it stays valid for a day, and any older one ends. Null if there
    /// is no endpoint with the id.
    /// </summary>
    public async Task<IssuedWebhook?> RotateAsync(
        OrganizationId organization, WebhookId id, CancellationToken cancellationToken)
    {
        var secret = CreateSecret();
        var issued = ToStored(secret);
        var end = issued.CreatedAt + Overlap;
        WebhookEndpoint Rotate(WebhookEndpoint current) => current with
        {
            Secrets =
            [
                issued,
                .. current.Secrets
                    .OrderByDescending(old => old.CreatedAt)
                    .Take(MaxSecrets - 1)
                    .Select(old => old with { EndsAt = end }),
            ],
        };
        var written = await WriteAsync(
            organization,
            ChangeType.Update,
            $"secret rotated; the earlier one ends by {end:u}",
            webhooks => webhooks.Find(id) is { } current
                ? Replace(webhooks, Rotate(current))
                : WebhookDecision.NotFound,
            cancellationToken);
        return written.Endpoint is { } rotated ? new IssuedWebhook(rotated, secret) : null;
    }

    /// <summary>
    /// Posts a test event to an endpoint, enabled or not, and says what became of it; null if there is none with the
    /// id. It is not tried again.
    /// </summary>
    public async Task<WebhookResponse?> PingAsync(
        OrganizationId organization, WebhookId id, CancellationToken cancellationToken)
    {
        if ((await store.FindAsync(organization, cancellationToken)).Find(id) is not { } endpoint) return null;
        var now = time.GetUtcNow();
        var ping = $"ping-{ids.NextId():N}";
        var message = new WebhookMessage(
            endpoint.Url, ping, writer.WritePing(organization, id, ping, now), endpoint.GetUsableSecrets(now));
        using var timeout = new CancellationTokenSource(PingTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await sender.SendAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookResponse(null, $"It did not answer within {PingTimeout.TotalSeconds} seconds.");
        }
    }

    /// <summary>Decides on the endpoints as they are, and stores what changes.</summary>
    private async Task<WebhookDecision> WriteAsync(
        OrganizationId organization,
        ChangeType type,
        string details,
        Func<WebhookList, WebhookDecision> decide,
        CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var stored = await store.FindAsync(organization, cancellationToken);
            var decision = decide(stored);
            if (decision is not { Endpoint: { } endpoint, Changed: { } changed }) return decision;
            var change = AdministrativeChanges.Of(organization, endpoint, type, time.GetUtcNow(), details);
            if (!await store.TryWriteAsync(organization, changed, change, cancellationToken)) continue;
            cache.Forget(organization);
            return decision;
        }

        throw new LedgerBusyException(
            $"The webhook endpoints of {organization} changed {MaxRaces} times while one of them was being changed.");
    }

    private static WebhookDecision Replace(WebhookList webhooks, WebhookEndpoint endpoint) =>
        new(endpoint, webhooks.With(endpoint));

    private static WebhookDecision Reject(RejectionReason reason, string message) =>
        new(Endpoint: null, Changed: null, new Rejection(reason, message));

    private static string CreateSecret() =>
        SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewSecret.Bytes));

    private CredentialSecret ToStored(string secret) =>
        new(NewSecret.Create(SecretIdBytes), new SecretValue.Readable(secret), time.GetUtcNow());

    /// <summary>What is decided on the endpoints: nothing, if there is none with the id.</summary>
    /// <param name="Endpoint">The endpoint that is changed, as it is then, or removed.</param>
    /// <param name="Changed">All endpoints, as they are then.</param>
    private sealed record WebhookDecision(
        WebhookEndpoint? Endpoint, WebhookList? Changed, Rejection? Rejection = null)
    {
        public static WebhookDecision NotFound { get; } = new(Endpoint: null, Changed: null);
    }
}
