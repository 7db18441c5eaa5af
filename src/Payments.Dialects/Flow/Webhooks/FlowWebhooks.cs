using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Ports;
using Payments.Handlers.Webhooks;
using Payments.Handlers.Writing;

namespace Payments.Dialects.Flow.Webhooks;

/// <summary><c>/{organization}/webhooks</c>: an extension (docs/events.md).</summary>
public sealed class FlowWebhooks(WebhookAdministration webhooks)
{
    /// <summary>The longest description, in characters.</summary>
    public const int MaxDescriptionLength = 200;

    private const int MaxUrlLength = 4_000;

    /// <summary>
    /// 201 with the endpoint and its secret, which is never shown again; or 422. It takes no idempotency key: the
    /// response would be stored, and the secret with it.
    /// </summary>
    public async Task<WireResponse> PostAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        var choices = Read(form);
        if (choices is null) return FlowErrors.ForOrder(form.Errors);
        var answered = await webhooks.CreateAsync(call.Organization, choices, cancellationToken);
        return FlowResponses.Created(answered, WebhookModel.From, FlowErrors.ForOrder);
    }

    /// <summary>200 with the endpoints, in the order of their creation.</summary>
    public async Task<WireResponse> ListAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var found = await webhooks.ListAsync(call.Organization, cancellationToken);
        return FlowJson.Answer(200, found.Endpoints.Select(WebhookModel.From).ToList());
    }

    /// <summary>200 with an endpoint, or 404.</summary>
    public async Task<WireResponse> GetAsync(FlowCall call, string id, CancellationToken cancellationToken)
    {
        if (!WebhookId.TryParse(id, out var webhook)) return FlowResponses.NotFound;
        var found = await webhooks.ListAsync(call.Organization, cancellationToken);
        return FlowResponses.Found(found.Find(webhook), WebhookModel.From);
    }

    /// <summary>200 with the changed endpoint, 422, or 404.</summary>
    public async Task<WireResponse> PutAsync(FlowCall call, string id, CancellationToken cancellationToken)
    {
        if (!WebhookId.TryParse(id, out var webhook)) return FlowResponses.NotFound;
        var form = FlowForm.Read(call);
        var choices = Read(form);
        if (choices is null) return FlowErrors.ForOrder(form.Errors);
        return await webhooks.ChangeAsync(call.Organization, webhook, choices, cancellationToken) switch
        {
            Answer<WebhookEndpoint>.Accepted accepted => FlowJson.Answer(200, WebhookModel.From(accepted.Result)),
            Answer<WebhookEndpoint>.Rejected rejected => FlowErrors.ForOrder(rejected.Rejection),
            _ => FlowResponses.NotFound,
        };
    }

    /// <summary>204 once the endpoint is removed, or 404.</summary>
    public async Task<WireResponse> DeleteAsync(FlowCall call, string id, CancellationToken cancellationToken) =>
        FlowResponses.Deleted(
            WebhookId.TryParse(id, out var webhook)
            && await webhooks.DeleteAsync(call.Organization, webhook, cancellationToken));

    /// <summary>200 with what became of a test event, or 404.</summary>
    public async Task<WireResponse> PingAsync(FlowCall call, string id, CancellationToken cancellationToken)
    {
        if (!WebhookId.TryParse(id, out var webhook)) return FlowResponses.NotFound;
        var response = await webhooks.PingAsync(call.Organization, webhook, cancellationToken);
        return FlowResponses.Found(response, WebhookPingModel.From);
    }

    /// <summary>200 with the endpoint and its new secret, which is never shown again; or 404.</summary>
    public async Task<WireResponse> RotateAsync(FlowCall call, string id, CancellationToken cancellationToken)
    {
        if (!WebhookId.TryParse(id, out var webhook)) return FlowResponses.NotFound;
        var issued = await webhooks.RotateAsync(call.Organization, webhook, cancellationToken);
        return FlowResponses.Found(issued, WebhookModel.From);
    }

    private WebhookChoices? Read(JsonForm form)
    {
        var text = form.Text("url", MaxUrlLength, required: true);
        var description = form.Text("description", MaxDescriptionLength, TextRules.NoControls) ?? "";
        var enabled = form.Flag("enabled") ?? true;
        if (text is null) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            form.AddError("url", "must be an absolute address");
        else if (webhooks.ExplainRejection(url) is { } reason)
            form.AddError("url", reason);
        return form.Errors.Count == 0 ? new WebhookChoices(url!, description, enabled) : null;
    }
}
