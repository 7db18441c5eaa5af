using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Handlers.Webhooks;

namespace Payments.Dialects.Flow.Webhooks;

/// <summary>A webhook endpoint; its secret only in the response that creates it.</summary>
/// <param name="FailingSince">Since when deliveries fail; left out while they succeed.</param>
/// <param name="LastFailure">The last failure that was stored; left out if there was none.</param>
internal sealed record WebhookModel(
    string Id,
    string Url,
    string Description,
    bool Enabled,
    string CreatedAt,
    IReadOnlyList<WebhookSecretModel> Secrets,
    string? FailingSince,
    WebhookFailureModel? LastFailure,
    string? Secret)
{
    public static WebhookModel From(WebhookEndpoint endpoint) => new(
        endpoint.Id.ToString(),
        endpoint.Url.OriginalString,
        endpoint.Description,
        endpoint.Enabled,
        FlowJson.FormatTime(endpoint.CreatedAt),
        [.. endpoint.Secrets.Select(WebhookSecretModel.From)],
        endpoint.FailingSince is { } since ? FlowJson.FormatTime(since) : null,
        endpoint.LastFailure is { } failure
            ? new WebhookFailureModel(FlowJson.FormatTime(failure.At), failure.Reason)
            : null,
        Secret: null);

    public static WebhookModel From(IssuedWebhook issued) => From(issued.Endpoint) with { Secret = issued.Secret };
}

/// <summary>Which secrets there are, not what they are.</summary>
/// <param name="EndsAt">Left out for the present one.</param>
internal sealed record WebhookSecretModel(string Id, string CreatedAt, string? EndsAt)
{
    public static WebhookSecretModel From(CredentialSecret secret) => new(
        secret.Id,
        FlowJson.FormatTime(secret.CreatedAt),
        secret.EndsAt is { } end ? FlowJson.FormatTime(end) : null);
}

internal sealed record WebhookFailureModel(string At, string Reason);

/// <summary>What became of a test event.</summary>
/// <param name="Status">The endpoint's HTTP status; left out if it did not answer.</param>
/// <param name="Reason">Why it counts as not delivered; left out if it was.</param>
internal sealed record WebhookPingModel(bool Delivered, int? Status, string? Reason)
{
    public static WebhookPingModel From(WebhookResponse response) =>
        new(response.Failure is null, response.Status, response.Failure);
}
